import { z } from 'zod';
import {
  createStoreHeadersSchema,
  createStoreQuerySchema,
  createStoreRequestSchema,
  diffRevisionsQuerySchema,
  listRevisionsQuerySchema,
  listStoresQuerySchema,
  rollBackStoreRequestSchema,
  upgradeStoreRequestSchema,
} from '../requests';
import {
  operationSchema,
  planPreviewSchema,
  revisionDiffSchema,
  revisionSchema,
  storeDetailsSchema,
  storeSchema,
} from '../responses';
import { access } from './access';
import { linkHeader } from './linkHeader';
import { Route } from './Route';

/** Calls that make, list, change and delete stores. */
export const storeRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/stores',
    operationId: 'createStore',
    summary: 'Create a store, or with dry_run=true say what would be created',
    access: access.create,
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
    access: access.read,
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
    access: access.read,
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
    access: access.remove,
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
    access: access.update,
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
    access: access.update,
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
    access: access.upgrade,
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
    access: access.rollBack,
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
    access: access.read,
    query: listRevisionsQuerySchema,
    responses: {
      200: {
        description: 'One page of revisions',
        schema: z.array(revisionSchema),
        headers: linkHeader,
      },
    },
    errors: [400, 404, 422],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/revisions/{revision}/diff',
    operationId: 'diffRevisions',
    summary:
      'Compare values and objects of two revisions of a store, secrets masked',
    access: access.readLogs,
    query: diffRevisionsQuerySchema,
    responses: {
      200: { description: 'What differs', schema: revisionDiffSchema },
    },
    errors: [400, 404, 422],
  },
];
