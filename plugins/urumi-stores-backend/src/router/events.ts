import { HttpAuthService, LoggerService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { parseOrThrow, streamEventsHeadersSchema } from '../schema';
import { StoresUseCases } from '../service/types';
import { readCaller, readQuery, requireNoInput } from './readRequest';
import { streamEvents } from './streamEvents';

/** The calls on events of a store. */
export function createEventsRouter(options: {
  stores: StoresUseCases;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  shutdownSignal: AbortSignal;
}): express.Router {
  const { stores, httpAuth, logger, shutdownSignal } = options;
  const router = Router();

  router.get('/stores/:storeId/events', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    const { storeId } = request.params;
    response.json(
      await stores.listEvents({
        credentials,
        storeId,
        query: readQuery(request),
      }),
    );
  });

  router.get('/stores/:storeId/events/stream', async (request, response) => {
    const credentials = await readCaller(request, httpAuth);
    requireNoInput(request);
    const headers = parseOrThrow(
      streamEventsHeadersSchema,
      { 'last-event-id': request.header('Last-Event-ID') },
      'header',
    );
    const closed = new AbortController();
    response.on('close', () => closed.abort());
    const signal = AbortSignal.any([closed.signal, shutdownSignal]);
    const events = await stores.followEvents({
      credentials,
      storeId: request.params.storeId,
      after: headers['last-event-id'],
      signal,
    });
    await streamEvents({ response, events, signal, logger });
  });

  return router;
}
