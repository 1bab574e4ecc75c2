import { z } from 'zod';
import { getLimitsQuerySchema } from '../requests';
import { clusterOfferSchema, engineSchema, limitsSchema } from '../responses';
import { access } from './access';
import { Route } from './Route';

/** Calls that say what stores can be made of, where, and how many. */
export const offerRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/engines',
    operationId: 'listEngines',
    summary: 'List the kinds of stores, with plans and parameters',
    access: access.read,
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
    access: access.read,
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
    access: access.read,
    query: getLimitsQuerySchema,
    responses: { 200: { description: 'The limits', schema: limitsSchema } },
    errors: [422],
  },
];
