import { HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { StoresUseCases } from '../service/types';
import { readCaller, readQuery, requireNoInput } from './readRequest';

/** The calls that say what may be asked for: engines, clusters and limits. */
export function createOffersRouter(options: {
  stores: StoresUseCases;
  httpAuth: HttpAuthService;
}): express.Router {
  const { stores, httpAuth } = options;
  const router = Router();

  router.get('/engines', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    response.json(await stores.listEngines({ credentials }));
  });

  router.get('/clusters', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    response.json(await stores.listClusters({ credentials }));
  });

  router.get('/limits', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    response.json(
      await stores.getLimits({ credentials, query: readQuery(request) }),
    );
  });

  return router;
}
