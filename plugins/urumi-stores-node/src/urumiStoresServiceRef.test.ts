import {
  BackstageCredentials,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  UrumiStoresService,
  urumiStoresServiceRef,
} from './urumiStoresServiceRef';

const id = '019ab3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b';

interface Received {
  line: string;
  principal: unknown;
  idempotencyKey: string | undefined;
}

/** A plugin in the place of the stores backend that tells who called what. */
function storesBackend(received: Received[]) {
  return createBackendPlugin({
    pluginId: 'urumi-stores',
    register(env) {
      env.registerInit({
        deps: {
          http: coreServices.httpRouter,
          httpAuth: coreServices.httpAuth,
        },
        async init({ http, httpAuth }) {
          http.use(async (request, response) => {
            const { principal } = await httpAuth.credentials(request);
            received.push({
              line: `${request.method} ${request.originalUrl}`,
              principal,
              idempotencyKey: request.header('idempotency-key'),
            });
            response.json([]);
          });
        },
      });
    },
  });
}

/** Another plugin, which uses the service. */
function consumer(use: (service: UrumiStoresService) => void) {
  return createBackendPlugin({
    pluginId: 'consumer',
    register(env) {
      env.registerInit({
        deps: { stores: urumiStoresServiceRef },
        async init({ stores }) {
          use(stores);
        },
      });
    },
  });
}

describe('urumiStoresServiceRef', () => {
  const received: Received[] = [];
  let stores: UrumiStoresService;
  let address: string;

  beforeAll(async () => {
    const { server } = await startTestBackend({
      features: [
        storesBackend(received),
        consumer(service => {
          stores = service;
        }),
        mockServices.discovery.mock({
          getBaseUrl: async pluginId => `${address}/api/${pluginId}`,
        }).factory,
      ],
    });
    address = `http://localhost:${server.port()}`;
  });
  beforeEach(() => {
    received.length = 0;
  });

  const calls: [
    string,
    (credentials: BackstageCredentials) => Promise<unknown>,
  ][] = [
    [
      'POST /api/urumi-stores/stores',
      credentials =>
        stores.createStore({}, { credentials, idempotencyKey: 'once' }),
    ],
    [
      'POST /api/urumi-stores/stores?dry_run=true',
      credentials => stores.previewStore({}, { credentials }),
    ],
    [
      'GET /api/urumi-stores/stores?limit=3',
      credentials => stores.listStores({ limit: 3 }, { credentials }),
    ],
    [
      `GET /api/urumi-stores/stores/${id}`,
      credentials => stores.getStore(id, { credentials }),
    ],
    [
      `DELETE /api/urumi-stores/stores/${id}`,
      credentials => stores.deleteStore(id, { credentials }),
    ],
    [
      `GET /api/urumi-stores/stores/${id}/events?after=7`,
      credentials => stores.listEvents(id, { credentials, after: 7 }),
    ],
  ];

  it.each(calls)('calls %s on behalf of the user', async (line, call) => {
    await call(mockCredentials.user('user:default/sana'));
    expect(received).toEqual([
      {
        line,
        principal: expect.objectContaining({
          type: 'user',
          userEntityRef: 'user:default/sana',
        }),
        idempotencyKey: line === calls[0][0] ? 'once' : undefined,
      },
    ]);
  });

  it.each(calls)('calls %s as a service', async (line, call) => {
    await call(mockCredentials.service('plugin:consumer'));
    expect(received).toEqual([
      expect.objectContaining({
        line,
        principal: { type: 'service', subject: 'plugin:consumer' },
      }),
    ]);
  });
});
