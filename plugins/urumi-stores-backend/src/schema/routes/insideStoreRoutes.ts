import { z } from 'zod';
import { listEventsQuerySchema, streamEventsHeadersSchema } from '../events';
import {
  getLogQuerySchema,
  kubernetesEventsSchema,
  logSchema,
  usageSchema,
} from '../inCluster';
import {
  credentialsSchema,
  eventSchema,
  receiptSchema,
  resourcesSchema,
} from '../responses';
import { access } from './access';
import { Route } from './Route';

/** Calls that look into one store: what happened to it, and what its cluster has of it. */
export const insideStoreRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/stores/{store_id}/events',
    operationId: 'listEvents',
    summary:
      'List events of a store: oldest first, or with before the newest first',
    access: access.read,
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
    access: access.read,
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
    access: access.read,
    responses: { 200: { description: 'The objects', schema: resourcesSchema } },
    errors: [400, 404, 422, 503],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/usage',
    operationId: 'getUsage',
    summary: 'Read what a store uses of its limits, as its cluster counts it',
    access: access.read,
    responses: { 200: { description: 'The use', schema: usageSchema } },
    errors: [400, 404, 409, 422, 503],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/kubernetes-events',
    operationId: 'listKubernetesEvents',
    summary: 'List what Kubernetes tells of the objects of a store',
    access: access.read,
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
    access: access.readLogs,
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
    access: access.readCredentials,
    responses: { 200: { description: 'The login', schema: credentialsSchema } },
    errors: [400, 404, 409, 422, 503],
  },
  {
    method: 'get',
    path: '/stores/{store_id}/receipt',
    operationId: 'getReceipt',
    summary: 'Read what the deletion of a store has removed, and when',
    access: access.read,
    responses: { 200: { description: 'The receipt', schema: receiptSchema } },
    errors: [400, 404, 409, 422],
  },
];
