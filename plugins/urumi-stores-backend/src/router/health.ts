import { Readiness } from '@urumi/backstage-plugin-urumi-stores-common';
import express from 'express';
import Router from 'express-promise-router';
import { StoresMetrics } from '../metrics';

/** The calls of probes and of Prometheus, which have no credentials. */
export function createHealthRouter(options: {
  readReadiness: () => Promise<Readiness>;
  metrics: StoresMetrics;
}): express.Router {
  const { readReadiness, metrics } = options;
  const router = Router();

  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });

  router.get('/readyz', async (_request, response) => {
    const readiness = await readReadiness();
    response.status(readiness.status === 'ok' ? 200 : 503).json(readiness);
  });

  router.get('/metrics', async (_request, response) => {
    const { contentType, text } = await metrics.render();
    response.set('Content-Type', contentType).send(text);
  });

  return router;
}
