import {
  fleetManagePermission,
  storeCreatePermission,
  storeCredentialsReadPermission,
  storeDeletePermission,
  storeLogsReadPermission,
  storeReadPermission,
  storeRollbackPermission,
  storeUpdatePermission,
  storeUpgradePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { listEventsQuerySchema, streamEventsHeadersSchema } from './events';
import {
  getLogQuerySchema,
  kubernetesEventsSchema,
  logSchema,
  usageSchema,
} from './inCluster';
import { orphanRemovalSchema, orphansSchema } from './orphans';
import { receiptSchema } from './receipt';
import { revisionDiffSchema, revisionSchema } from './revisions';
import {
  adoptOrphanRequestSchema,
  createStoreHeadersSchema,
  createStoreQuerySchema,
  createStoreRequestSchema,
  diffRevisionsQuerySchema,
  getLimitsQuerySchema,
  listJobsQuerySchema,
  listRevisionsQuerySchema,
  listStoresQuerySchema,
  removeOrphanRequestSchema,
  rollBackStoreRequestSchema,
  upgradeStoreRequestSchema,
} from './requests';
import {
  clusterOfferSchema,
  credentialsSchema,
  engineSchema,
  eventSchema,
  jobSchema,
  limitsSchema,
  livenessSchema,
  openApiSchema,
  operationSchema,
  planPreviewSchema,
  readinessSchema,
  resourcesSchema,
  storeDetailsSchema,
  storeSchema,
} from './responses';

/** One answer that is no error. */
export interface RouteResponse {
  description: string;
  schema: z.ZodType;
  /** Default `application/json`. */
  contentType?: string;
  /** Headers of the answer, with what they say. */
  headers?: Record<string, string>;
}

/**
 * One call of the HTTP API. The OpenAPI document and the tests of the routers and of
 * `docs/permissions.md` are derived from it.
 */
export interface Route {
  method: 'get' | 'post' | 'delete';
  /** Under `/api/urumi-stores`, with `{name}` for parameters: UUIDs, and the number of a revision. */
  path: string;
  operationId: string;
  summary: string;
  /**
   * What the caller needs: a permission, only credentials, or nothing at all.
   */
  access: { permission: string } | 'credentials' | 'open';
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodObject;
  /** By status code. */
  responses: Record<number, RouteResponse>;
  /** Status codes of documented errors, besides 401 and 403 where credentials are needed. */
  errors: number[];
}

const linkHeader = {
  Link: 'rel="next": the next page, all parameters kept; absent on the last page',
};
const create = { permission: storeCreatePermission.name };
const read = { permission: storeReadPermission.name };
const update = { permission: storeUpdatePermission.name };
const upgrade = { permission: storeUpgradePermission.name };
const rollBack = { permission: storeRollbackPermission.name };
const readLogs = { permission: storeLogsReadPermission.name };
const remove = { permission: storeDeletePermission.name };
const manageFleet = { permission: fleetManagePermission.name };
const readCredentials = { permission: storeCredentialsReadPermission.name };

/** All calls of the HTTP API, as they are built. */
export const routes: readonly Route[] = [
  {
    method: 'post',
    path: '/stores',
    operationId: 'createStore',
    summary: 'Create a store, or with dry_run=true say what would be created',
    access: create,
    query: createStoreQuerySchema,
    headers: createStoreHeadersSchema,
    body: createStoreRequestSchema,
    responses: {
      200: {
        description: 'The plan of a dry run; nothing was created',
        schema: planPreviewSchema,
      },
      202: { description: 'The store is queued', schema: operationSchema },
    },
    errors: [409, 413, 422, 429],
  },
  {
    method: 'get',
    path: '/stores',
    operationId: 'listStores',
    summary: 'List the stores that the caller may see, newest first by default',
    access: read,
    query: listStoresQuerySchema,
    responses: {
      200: {
        description: 'One page of stores',
        schema: z.array(storeSchema),
        headers: {
          Link: `${linkHeader.Link}; rel="prev": the page before, absent on the first`,
          'X-Total-Count': 'Stores on all pages; only with count=true',
        },
      },
    },
    errors: [422],
  },
  {
    method: 'get',
    path: '/stores/{store_id}',
    operationId: 'getStore',
    summary: 'Read a store with its newest events, its job and its steps',
    access: read,
    responses: {
      200: { description: 'The store', schema: storeDetailsSchema },
    },
    errors: [400, 404, 422],
  },
  {
    method: 'delete',
    path: '/stores/{store_id}',
    operationId: 'deleteStore',
    summary: 'Delete a store with all its data',
    access: remove,
    responses: {
      202: { description: 'The delete is queued', schema: operationSchema },
    },
    errors: [400, 404, 422, 429],
  },
  {
    method: 'post',
    path: '/stores/{store_id}/retry',
    operationId: 'retryStore',
    summary: 'Run again what failed',
    access: update,
    responses: {
      202: { description: 'The job is queued', schema: operationSchema },
    },
    errors: [400, 404, 409, 422, 429],
  },
  {
    method: 'post',
    path: '/stores/{store_id}/reconcile',
    operationId: 'reconcileStore',
    summary:
      'Bring a READY store back to what was applied, over what others have changed',
    access: update,
    responses: {
      202: { description: 'The job is queued', schema: operationSchema },
    },
    errors: [400, 404, 409, 422, 429],
  },
  {
    method: 'post',
    path: '/stores/{store_id}/upgrade',
    operationId: 'upgradeStore',
    summary:
      'Change chart version, plan or parameters of a READY store; all else stays as it is',
    access: upgrade,
    body: upgradeStoreRequestSchema,
    responses: {
      202: { description: 'The job is queued', schema: operationSchema },
    },
    errors: [400, 404, 409, 413, 422, 429],
  },
  {
    method: 'post',
    path: '/stores/{store_id}/rollback',
    operationId: 'rollBackStore',
    summary: 'Take a READY store back to an earlier revision',
    access: rollBack,
    body: rollBackStoreRequestSchema,
    responses: {
      202: { description: 'The job is queued', schema: operationSchema },
    },
    errors: [400, 404, 409, 413, 422, 429],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/revisions',
    operationId: 'listRevisions',
    summary:
      'List the revisions of a store with who made them and why, newest first, page by page',
    access: read,
    query: listRevisionsQuerySchema,
    responses: {
      200: { description: 'The revisions', schema: z.array(revisionSchema) },
    },
    errors: [400, 404, 422],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/revisions/{revision}/diff',
    operationId: 'diffRevisions',
    summary:
      'Compare values and objects of two revisions of a store, secrets masked',
    access: readLogs,
    query: diffRevisionsQuerySchema,
    responses: {
      200: { description: 'What differs', schema: revisionDiffSchema },
    },
    errors: [400, 404, 422],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/events',
    operationId: 'listEvents',
    summary:
      'List events of a store: oldest first, or with before the newest first',
    access: read,
    query: listEventsQuerySchema,
    responses: {
      200: {
        description: 'One page of events',
        schema: z.array(eventSchema),
      },
    },
    errors: [400, 404, 422],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/events/stream',
    operationId: 'streamEvents',
    summary: 'Follow the events of a store as they happen',
    access: read,
    headers: streamEventsHeadersSchema,
    responses: {
      200: {
        description:
          'Server-Sent Events: id, event (the event_type) and data (the event as JSON)',
        schema: z.string(),
        contentType: 'text/event-stream',
      },
    },
    errors: [400, 404, 422],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/resources',
    operationId: 'getResources',
    summary: 'List the Kubernetes objects of a store with their health',
    access: read,
    responses: { 200: { description: 'The objects', schema: resourcesSchema } },
    errors: [400, 404, 422, 503],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/usage',
    operationId: 'getUsage',
    summary: 'Read what a store uses of its limits, as its cluster counts it',
    access: read,
    responses: { 200: { description: 'The use', schema: usageSchema } },
    errors: [400, 404, 409, 422, 503],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/kubernetes-events',
    operationId: 'listKubernetesEvents',
    summary: 'List what Kubernetes tells of the objects of a store',
    access: read,
    responses: {
      200: {
        description: 'The newest events',
        schema: kubernetesEventsSchema,
      },
    },
    errors: [400, 404, 409, 422, 503],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/logs',
    operationId: 'getLog',
    summary:
      'Read the end of what a container of a store has written; each reading is in the audit log',
    access: readLogs,
    query: getLogQuerySchema,
    responses: {
      200: { description: 'Lines, or why there are none', schema: logSchema },
    },
    errors: [400, 404, 409, 422, 503],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/credentials',
    operationId: 'getCredentials',
    summary:
      'Read the admin login of a store; each reading is in the audit log',
    access: readCredentials,
    responses: { 200: { description: 'The login', schema: credentialsSchema } },
    errors: [400, 404, 409, 422, 503],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/receipt',
    operationId: 'getReceipt',
    summary: 'Read what the deletion of a store has removed, and when',
    access: read,
    responses: { 200: { description: 'The receipt', schema: receiptSchema } },
    errors: [400, 404, 409, 422],
  },
  {
    method: 'get',
    path: '/jobs',
    operationId: 'listJobs',
    summary: 'List jobs of the stores that the caller may see',
    access: read,
    query: listJobsQuerySchema,
    responses: {
      200: {
        description: 'One page of jobs',
        schema: z.array(jobSchema),
        headers: linkHeader,
      },
    },
    errors: [422],
  },
  {
    method: 'get',
    path: '/jobs/{job_id}',
    operationId: 'getJob',
    summary: 'Read a job',
    access: read,
    responses: { 200: { description: 'The job', schema: jobSchema } },
    errors: [400, 404, 422],
  },
  {
    method: 'post',
    path: '/jobs/{job_id}/cancel',
    operationId: 'cancelJob',
    summary:
      "Cancel a job, at its next safe point when it runs; with urumi.fleet.manage also other people's",
    access: update,
    responses: {
      202: { description: 'The job ends, or has ended', schema: jobSchema },
    },
    errors: [400, 404, 409, 422, 429],
  },
  {
    method: 'get',
    path: '/engines',
    operationId: 'listEngines',
    summary: 'List the kinds of stores, with plans and parameters',
    access: read,
    responses: {
      200: { description: 'The engines', schema: z.array(engineSchema) },
    },
    errors: [422],
  },
  {
    method: 'get',
    path: '/clusters',
    operationId: 'listClusters',
    summary: 'List the clusters with what is wrong with them',
    access: read,
    responses: {
      200: { description: 'The clusters', schema: z.array(clusterOfferSchema) },
    },
    errors: [422],
  },
  {
    method: 'get',
    path: '/limits',
    operationId: 'getLimits',
    summary: 'Read what is used and left of the limits',
    access: read,
    query: getLimitsQuerySchema,
    responses: { 200: { description: 'The limits', schema: limitsSchema } },
    errors: [422],
  },
  {
    method: 'get',
    path: '/orphans',
    operationId: 'listOrphans',
    summary: 'List what stores have left behind in the clusters',
    access: manageFleet,
    responses: {
      200: { description: 'The leftovers', schema: orphansSchema },
    },
    errors: [422],
  },
  {
    method: 'post',
    path: '/orphans/remove',
    operationId: 'removeOrphan',
    summary: 'Remove a leftover that no living store has',
    access: manageFleet,
    body: removeOrphanRequestSchema,
    responses: {
      202: {
        description: 'The cluster removes it',
        schema: orphanRemovalSchema,
      },
    },
    errors: [404, 409, 413, 422, 429, 503],
  },
  {
    method: 'post',
    path: '/orphans/adopt',
    operationId: 'adoptOrphan',
    summary: 'Make a leftover a living store again',
    access: manageFleet,
    body: adoptOrphanRequestSchema,
    responses: {
      202: { description: 'The job is queued', schema: operationSchema },
    },
    errors: [404, 409, 413, 422, 429, 503],
  },
  {
    method: 'get',
    path: '/healthz',
    operationId: 'getLiveness',
    summary: 'Whether the process answers',
    access: 'open',
    responses: { 200: { description: 'It does', schema: livenessSchema } },
    errors: [],
  },
  {
    method: 'get',
    path: '/readyz',
    operationId: 'getReadiness',
    summary: 'Whether database and worker do their work',
    access: 'open',
    responses: {
      200: { description: 'They do', schema: readinessSchema },
      503: { description: 'They do not', schema: readinessSchema },
    },
    errors: [],
  },
  {
    method: 'get',
    path: '/metrics',
    operationId: 'getMetrics',
    summary: 'Metrics for Prometheus',
    access: 'open',
    responses: {
      200: {
        description: 'Prometheus text format',
        schema: z.string(),
        contentType: 'text/plain',
      },
    },
    errors: [],
  },
  {
    method: 'get',
    path: '/openapi.json',
    operationId: 'getOpenApi',
    summary: 'This document',
    access: 'credentials',
    responses: { 200: { description: 'The document', schema: openApiSchema } },
    errors: [],
  },
];
