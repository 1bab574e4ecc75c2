import {
  adoptOrphanRequestSchema,
  removeOrphanRequestSchema,
} from '../requests';
import {
  operationSchema,
  orphanRemovalSchema,
  orphansSchema,
} from '../responses';
import { access } from './access';
import { Route } from './Route';

/** Calls about what stores have left behind. */
export const orphanRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/orphans',
    operationId: 'listOrphans',
    summary: 'List what stores have left behind in the clusters',
    access: access.manageFleet,
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
    access: access.manageFleet,
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
    access: access.manageFleet,
    body: adoptOrphanRequestSchema,
    responses: {
      202: { description: 'The job is queued', schema: operationSchema },
    },
    errors: [404, 409, 413, 422, 429, 503],
  },
];
