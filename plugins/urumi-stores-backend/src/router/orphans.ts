import { HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { StoresUseCases } from '../service/types';
import { readBody, readCaller, requireNoInput } from './readRequest';

/** The calls on what stores have left behind. */
export function createOrphansRouter(options: {
  stores: StoresUseCases;
  httpAuth: HttpAuthService;
}): express.Router {
  const { stores, httpAuth } = options;
  const router = Router();

  router.get('/orphans', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    response.json(await stores.listOrphans({ credentials }));
  });

  router.post('/orphans/remove', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    const body = readBody(request);
    response.status(202).json(await stores.removeOrphan({ credentials, body }));
  });

  router.post('/orphans/adopt', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    const body = readBody(request);
    response.status(202).json(await stores.adoptOrphan({ credentials, body }));
  });

  return router;
}
