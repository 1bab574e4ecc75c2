import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { errorBodySchema, Route, routes } from '../schema';
import {
  AUTHORIZATION,
  createTestServer,
  READINESS,
} from './__testUtils__/createTestServer';
import { JOB_ID, STORE_ID } from './__testUtils__/exampleOfStore';
import { authPolicies } from './createRouter';

function urlOf({ path }: Route): string {
  return `/api/urumi-stores${path}`
    .replace('{store_id}', STORE_ID)
    .replace('{job_id}', JOB_ID)
    .replace('{revision}', '1');
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** The routes of an Express router, those of routers inside it included. */
function mountedRoutes(layers: Layer[]): string[] {
  return layers.flatMap(({ route, handle }) =>
    route
      ? Object.keys(route.methods).map(
          method =>
            `${method} ${route.path
              .replace(/:(\w+)Id/, '{$1_id}')
              .replace(/:(\w+)/, '{$1}')}`,
        )
      : mountedRoutes(handle.stack ?? []),
  );
}

const openRoutes = routes.filter(({ access }) => access === 'open');
const closedRoutes = routes.filter(({ access }) => access !== 'open');

describe.each(openRoutes)('$method $path', route => {
  it('needs no credentials', async () => {
    const { app } = createTestServer();
    const response = await request(app)[route.method](urlOf(route));
    expect(response.status).toBe(200);
  });
});

describe.each(closedRoutes)('$method $path', route => {
  const { method } = route;
  const url = urlOf(route);

  it('asks for credentials before anything else', async () => {
    const { app, stores } = createTestServer();
    const { body } = await request(app)
      [method](`${url}?colour=red`)
      .expect(401);
    expect(body).toMatchObject({
      error: { name: 'AuthenticationError' },
      detail: expect.any(String),
      response: { statusCode: 401 },
    });
    await request(app)
      [method](url)
      .set('Authorization', 'Bearer nonsense')
      .expect(401);
    expect(stores.calls).toEqual([]);
  });
});

describe.each(routes)('$method $path', route => {
  const { method } = route;

  it('answers as the OpenAPI document says', async () => {
    const { app } = createTestServer();
    const sent = request(app)
      [method](urlOf(route))
      .set('Authorization', AUTHORIZATION);
    const response = await (route.body ? sent.send({}) : sent);
    const documented = route.responses[response.status];
    expect(documented?.contentType ?? 'application/json').toBe(response.type);
    expect(
      documented?.schema.safeParse(
        response.type === 'application/json' ? response.body : response.text,
      ).error,
    ).toBeUndefined();
  });
});

describe.each(closedRoutes.filter(({ errors }) => errors.includes(422)))(
  '$method $path',
  route => {
    it('refuses a query that it does not know', async () => {
      const { app } = createTestServer();
      const { body } = await request(app)
        [route.method](`${urlOf(route)}?colour=red`)
        .set('Authorization', AUTHORIZATION)
        .expect(422);
      expect(body.detail).toEqual([
        {
          loc: ['query', 'colour'],
          msg: 'is not known here',
          type: 'extra_forbidden',
        },
      ]);
    });
  },
);

describe('createRouter', () => {
  it('mounts exactly the routes of the OpenAPI document', async () => {
    const { app } = createTestServer();
    const { body } = await request(app)
      .get('/api/urumi-stores/openapi.json')
      .set('Authorization', AUTHORIZATION)
      .expect(200);
    const documented = Object.entries<object>(body.paths).flatMap(
      ([path, operations]) =>
        Object.keys(operations).map(method => `${method} ${path}`),
    );
    const { stack } = (app as express.Express & { _router: { stack: Layer[] } })
      ._router;
    expect(mountedRoutes(stack).sort()).toEqual(documented.sort());
  });

  it('gives its own 401 in a backend, which leaves its paths to it', async () => {
    const { router } = createTestServer();
    const plugin = createBackendPlugin({
      pluginId: 'urumi-stores',
      register(env) {
        env.registerInit({
          deps: { httpRouter: coreServices.httpRouter },
          async init({ httpRouter }) {
            authPolicies.forEach(policy => httpRouter.addAuthPolicy(policy));
            httpRouter.use(router);
          },
        });
      },
    });
    const backend = await startTestBackend({
      features: [
        plugin,
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
      ],
    });
    for (const route of closedRoutes) {
      const { body } = await request(backend.server)
        [route.method](urlOf(route))
        .expect(401);
      expect(body.detail).toEqual(expect.any(String));
    }
    for (const route of openRoutes) {
      await request(backend.server)[route.method](urlOf(route)).expect(200);
    }
    await backend.stop();
  });

  it('leaves the paths of Backstage to Backstage', async () => {
    const { app } = createTestServer();
    app.get(
      '/api/urumi-stores/.well-known/backstage/permissions/metadata',
      (_request, response) => {
        response.json('reached');
      },
    );
    const { body } = await request(app).get(
      '/api/urumi-stores/.well-known/backstage/permissions/metadata',
    );
    expect(body).toBe('reached');
  });

  it('says 503 and why when the backend is not ready', async () => {
    const { app, readReadiness } = createTestServer();
    readReadiness.mockResolvedValue({
      ...READINESS,
      status: 'unavailable',
      reasons: ['The worker has not looked for jobs for 61 s'],
    });
    const { body } = await request(app)
      .get('/api/urumi-stores/readyz')
      .expect(503);
    expect(body.reasons).toEqual([
      'The worker has not looked for jobs for 61 s',
    ]);
  });

  it.each([
    ['put', '/stores', 405, 'POST, GET'],
    ['patch', `/stores/${STORE_ID}`, 405, 'GET, DELETE'],
    ['post', '/healthz', 405, 'GET'],
    ['get', `/stores/${STORE_ID}/retry`, 405, 'POST'],
    ['get', '/plans', 404, undefined],
    ['post', `/stores/${STORE_ID}/receipt`, 405, 'GET'],
    ['delete', '/orphans', 405, 'GET'],
    ['get', `/jobs/${JOB_ID}/cancel`, 405, 'POST'],
  ] as const)('answers %s %s with %p', async (method, path, status, allow) => {
    const { app } = createTestServer();
    const url = `/api/urumi-stores${path}`;
    await request(app)[method](url).expect(401);
    const response = await request(app)
      [method](url)
      .set('Authorization', AUTHORIZATION)
      .expect(status);
    expect(response.headers.allow).toBe(allow);
    expect(errorBodySchema.safeParse(response.body).error).toBeUndefined();
  });
});
