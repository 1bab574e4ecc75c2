import { HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { StoresUseCases } from '../service/types';
import { setLinks } from './setLinks';
import { readCaller, readQuery, requireNoInput } from './readRequest';

/** The calls on jobs. */
export function createJobsRouter(options: {
  stores: StoresUseCases;
  httpAuth: HttpAuthService;
}): express.Router {
  const { stores, httpAuth } = options;
  const router = Router();

  router.get('/jobs', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    const page = await stores.listJobs({
      credentials,
      query: readQuery(request),
    });
    setLinks(request, response, page);
    response.json(page.items);
  });

  router.get('/jobs/:jobId', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    const { jobId } = request.params;
    response.json(await stores.getJob({ credentials, jobId }));
  });

  router.post('/jobs/:jobId/cancel', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    const { jobId } = request.params;
    response.status(202).json(await stores.cancelJob({ credentials, jobId }));
  });

  return router;
}
