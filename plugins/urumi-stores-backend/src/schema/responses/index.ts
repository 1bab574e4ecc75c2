export { clusterOfferSchema } from './clusters';
export { engineSchema } from './engines';
export { errorBodySchema } from './errors';
export { credentialsSchema, eventSchema, resourcesSchema } from './insideStore';
export { jobSchema, stepSchema } from './jobs';
export { limitsSchema } from './limits';
export { orphanRemovalSchema, orphansSchema } from './orphans';
export { livenessSchema, openApiSchema, readinessSchema } from './processes';
export { receiptSchema } from './receipt';
export { revisionDiffSchema, revisionSchema } from './revisions';
export {
  conditionSchema,
  failureSchema,
  operationSchema,
  planPreviewSchema,
  storeDetailsSchema,
  storeSchema,
} from './stores';
