import { HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { noQuerySchema, RejectedInput } from '../schema';
import { StoresUseCases } from '../service/types';
import {
  findErrors,
  readCaller,
  readJsonBody,
  readQuery,
  requireNoInput,
} from './readRequest';

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

/** A query that nobody knows takes the body's place, to be refused once the caller is authorised. */
function readBody(request: express.Request): unknown {
  const details = findErrors(noQuerySchema, readQuery(request), 'query');
  return details.length > 0
    ? new RejectedInput(details)
    : readJsonBody(request);
}
