import { z } from 'zod';
import { listJobsQuerySchema } from '../requests';
import { jobSchema } from '../responses';
import { access } from './access';
import { linkHeader } from './linkHeader';
import { Route } from './Route';

/** Calls about jobs. */
export const jobRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/jobs',
    operationId: 'listJobs',
    summary: 'List jobs of the stores that the caller may see',
    access: access.read,
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
    access: access.read,
    responses: { 200: { description: 'The job', schema: jobSchema } },
    errors: [400, 404, 422],
  },
  {
    method: 'post',
    path: '/jobs/{job_id}/cancel',
    operationId: 'cancelJob',
    summary:
      "Cancel a job, at its next safe point when it runs; with urumi.fleet.manage also other people's",
    access: access.update,
    responses: {
      202: { description: 'The job ends, or has ended', schema: jobSchema },
    },
    errors: [400, 404, 409, 422, 429],
  },
];
