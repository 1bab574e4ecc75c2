import { z } from 'zod';
import { livenessSchema, openApiSchema, readinessSchema } from '../responses';
import { Route } from './Route';

/** Calls about the answering process and its interface. */
export const processRoutes: readonly Route[] = [
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
