import { HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import {
  createStoreHeadersSchema,
  createStoreQuerySchema,
  RejectedInput,
} from '../schema';
import { StoresUseCases } from '../service/types';
import { setLinks } from './setLinks';
import {
  findErrors,
  readBody,
  readCaller,
  readJsonBody,
  readQuery,
  requireNoInput,
} from './readRequest';
import { serializeStoreDetails } from './serializeStoreDetails';

/** The calls on stores. */
export function createStoresRouter(options: {
  stores: StoresUseCases;
  httpAuth: HttpAuthService;
}): express.Router {
  const { stores, httpAuth } = options;
  const router = Router();

  router.post('/stores', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    const { body, dryRun, idempotencyKey } = readCreateRequest(request);
    if (dryRun) {
      response.json(await stores.previewStore({ credentials, body }));
      return;
    }
    response
      .status(202)
      .json(await stores.createStore({ credentials, body, idempotencyKey }));
  });

  router.get('/stores', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    const page = await stores.listStores({
      credentials,
      query: readQuery(request),
    });
    setLinks(request, response, page);
    if (page.totalCount !== undefined) {
      response.set('X-Total-Count', String(page.totalCount));
    }
    response.json(page.items);
  });

  router.get('/stores/:storeId', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    const { storeId } = request.params;
    response.json(
      serializeStoreDetails(await stores.getStore({ credentials, storeId })),
    );
  });

  router.delete('/stores/:storeId', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    const { storeId } = request.params;
    response
      .status(202)
      .json(await stores.deleteStore({ credentials, storeId }));
  });

  router.post('/stores/:storeId/retry', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    const { storeId } = request.params;
    response
      .status(202)
      .json(await stores.retryStore({ credentials, storeId }));
  });

  router.post('/stores/:storeId/reconcile', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    const { storeId } = request.params;
    response
      .status(202)
      .json(await stores.reconcileStore({ credentials, storeId }));
  });

  router.post('/stores/:storeId/upgrade', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    const { storeId } = request.params;
    const body = readBody(request);
    response
      .status(202)
      .json(await stores.upgradeStore({ credentials, storeId, body }));
  });

  router.post('/stores/:storeId/rollback', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    const { storeId } = request.params;
    const body = readBody(request);
    response
      .status(202)
      .json(await stores.rollBackStore({ credentials, storeId, body }));
  });

  router.get('/stores/:storeId/revisions', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    const { storeId } = request.params;
    const page = await stores.listRevisions({
      credentials,
      storeId,
      query: readQuery(request),
    });
    setLinks(request, response, page);
    response.json(page.items);
  });

  router.get(
    '/stores/:storeId/revisions/:revision/diff',
    async (request, response) => {
      const credentials = await readCaller(request, httpAuth);
      const { storeId, revision } = request.params;
      const query = readQuery(request);
      response.json(
        await stores.diffRevisions({ credentials, storeId, revision, query }),
      );
    },
  );

  router.get('/stores/:storeId/resources', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    const { storeId } = request.params;
    response.json(await stores.getResources({ credentials, storeId }));
  });

  router.get('/stores/:storeId/usage', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    const { storeId } = request.params;
    response.json(await stores.getUsage({ credentials, storeId }));
  });

  router.get(
    '/stores/:storeId/kubernetes-events',
    async (request, response) => {
      const credentials = await readCaller(request, httpAuth);
      requireNoInput(request);
      const { storeId } = request.params;
      response.json(
        await stores.listKubernetesEvents({ credentials, storeId }),
      );
    },
  );

  router.get('/stores/:storeId/logs', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    const { storeId } = request.params;
    const query = readQuery(request);
    response
      .set('Cache-Control', 'no-store')
      .json(await stores.getLog({ credentials, storeId, query }));
  });

  router.get('/stores/:storeId/credentials', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    const { storeId } = request.params;
    response
      .set('Cache-Control', 'no-store')
      .json(await stores.getCredentials({ credentials, storeId }));
  });

  router.get('/stores/:storeId/receipt', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    const { storeId } = request.params;
    response.json(await stores.getReceipt({ credentials, storeId }));
  });

  return router;
}

/**
 * What is wrong outside the body takes the body's place, so that the use case can refuse it
 * after it has authorised the caller.
 */
function readCreateRequest(request: express.Request): {
  body: unknown;
  dryRun: boolean;
  idempotencyKey: string | undefined;
} {
  const query = readQuery(request);
  const idempotencyKey = request.header('Idempotency-Key');
  const details = [
    ...findErrors(createStoreQuerySchema, query, 'query'),
    ...findErrors(
      createStoreHeadersSchema,
      { 'idempotency-key': idempotencyKey },
      'header',
    ),
  ];
  return {
    body:
      details.length > 0 ? new RejectedInput(details) : readJsonBody(request),
    dryRun: query.dry_run === 'true',
    idempotencyKey,
  };
}
