import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Readiness } from '@urumi/backstage-plugin-urumi-stores-common';
import express from 'express';
import { createStoresMetrics } from '../../metrics';
import { createRouter } from '../createRouter';
import { FakeStores } from './FakeStores';

export const READINESS: Readiness = {
  status: 'ok',
  reasons: [],
  worker: {
    last_tick_at: '2026-11-20T10:00:00.000Z',
    slots: 4,
    busy: 1,
    loops: [{ name: 'claim', age_seconds: 0.2, failures: 0 }],
    wake_up: { channel: 'postgres', listening: true },
    takeovers: 0,
    oldest_due_job_seconds: 0,
  },
  clusters: [
    {
      name: 'local',
      reachable: true,
      simulated_nodes: true,
      message: null,
      since: null,
    },
  ],
};

/** Of a person with a valid token. */
export const AUTHORIZATION = mockCredentials.user.header();

/** The router where the backend would mount it. */
export function createTestServer() {
  const stores = new FakeStores();
  const logger = mockServices.logger.mock();
  const metrics = createStoresMetrics({ logger });
  const shutdown = new AbortController();
  const readReadiness = jest.fn(async () => READINESS);
  const router = createRouter({
    stores,
    readReadiness,
    metrics,
    httpAuth: mockServices.httpAuth({
      defaultCredentials: mockCredentials.none(),
    }),
    logger,
    version: '0.0.0',
    shutdownSignal: shutdown.signal,
  });
  const app = express();
  app.use('/api/urumi-stores', router);
  return { app, router, stores, logger, metrics, readReadiness, shutdown };
}
