import {
  HttpAuthService,
  HttpRouterServiceAuthPolicy,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { Readiness } from '@urumi/backstage-plugin-urumi-stores-common';
import express from 'express';
import Router from 'express-promise-router';
import { StoresMetrics } from '../metrics';
import { withRequest } from '../requestContext';
import { buildOpenApiDocument, routes } from '../schema';
import { StoresUseCases } from '../service/types';
import { createBodyMiddleware } from './bodyMiddleware';
import { createErrorMiddleware } from './errorMiddleware';
import { createEventsRouter } from './events';
import { createHealthRouter } from './health';
import { HttpStatusError } from './HttpStatusError';
import { createJobsRouter } from './jobs';
import { createOffersRouter } from './offers';
import { createOrphansRouter } from './orphans';
import { readCaller } from './readRequest';
import { createStoresRouter } from './stores';
import { createTraceMiddleware } from './traceRequests';

/**
 * Every path of the plugin, to be opened in the HTTP router service.
 *
 * @remarks
 * The router asks for credentials itself, before it looks at anything else of a request, so that
 * its 401 has the body of the HTTP contract. Only the routes that are `open` go without.
 */
export const authPolicies: readonly HttpRouterServiceAuthPolicy[] = [
  ...new Set(routes.map(({ path }) => `/${path.split('/')[1]}`)),
].map(path => ({ path, allow: 'unauthenticated' }));

/**
 * The HTTP API of the plugin.
 */
export function createRouter(options: {
  stores: StoresUseCases;
  readReadiness: () => Promise<Readiness>;
  metrics: StoresMetrics;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  /** Version of the plugin, for the OpenAPI document. */
  version: string;
  /** Ends open event streams, which would hold up the end of the process. */
  shutdownSignal: AbortSignal;
}): express.Router {
  const { httpAuth, logger } = options;
  const openApiDocument = buildOpenApiDocument(options);
  const router = Router();

  // Paths with a dot belong to Backstage, such as those that resolve conditional decisions.
  router.use((request, _response, next) => {
    if (request.path.startsWith('/.')) {
      next('router');
    } else {
      next();
    }
  });
  router.use(createHealthRouter(options));
  router.use(createTraceMiddleware());
  router.use((request, _response, next) => withRequest(request, next));
  router.use(async (request, _response, next) => {
    await readCaller(request, httpAuth);
    next();
  });
  router.use(createBodyMiddleware());
  router.use(createStoresRouter(options));
  router.use(createEventsRouter(options));
  router.use(createJobsRouter(options));
  router.use(createOffersRouter(options));
  router.use(createOrphansRouter(options));
  router.get('/openapi.json', (_request, response) => {
    response.json(openApiDocument);
  });
  router.use(request => {
    const allowed = allowedMethods(request.path);
    if (allowed.length > 0) {
      throw new HttpStatusError({
        statusCode: 405,
        name: 'MethodNotAllowedError',
        message: `${request.method} is not possible here, only ${allowed.join(
          ' and ',
        )}`,
        headers: { Allow: allowed.join(', ') },
      });
    }
    throw new NotFoundError(`There is no ${request.path} here`);
  });
  router.use(createErrorMiddleware({ logger }));
  return router;
}

function allowedMethods(requestPath: string): string[] {
  return routes
    .filter(({ path }) =>
      new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`).test(requestPath),
    )
    .map(({ method }) => method.toUpperCase());
}
