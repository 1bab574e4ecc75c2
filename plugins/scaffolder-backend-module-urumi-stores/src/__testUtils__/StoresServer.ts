import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import {
  StoreDetails,
  StoresClient,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { UrumiStoresService } from '@urumi/backstage-plugin-urumi-stores-node';

/** A request as the server got it. */
export interface ReceivedRequest {
  method: string;
  path: string;
  query: string;
  idempotencyKey: string | undefined;
  body: unknown;
}

/** What to answer: a body with status 200, or both. */
export type Answer = { status?: number; body: object } | undefined;

/** An HTTP server in the place of the stores backend, and the real client of it. */
export class StoresServer {
  readonly requests: ReceivedRequest[] = [];
  readonly #server: Server;
  /** Answers a request; undefined is a 404. */
  answer: (request: ReceivedRequest) => Answer = () => undefined;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const received: ReceivedRequest = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.search,
        idempotencyKey: request.headers['idempotency-key']?.toString(),
        body: await readJson(request),
      };
      this.requests.push(received);
      const { status: statusCode = 200, body } = this.answer(received) ?? {
        status: 404,
        body: { error: { name: 'NotFoundError', message: 'No such store' } },
      };
      response.writeHead(statusCode, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          statusCode < 400 ? body : { ...body, response: { statusCode } },
        ),
      );
    });
  }

  static async start(): Promise<StoresServer> {
    const instance = new StoresServer();
    await new Promise<void>(resolve => {
      instance.#server.listen(0, '127.0.0.1', resolve);
    });
    return instance;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  /** The service that the actions get, calling this server. */
  service(): UrumiStoresService {
    const { port } = this.#server.address() as AddressInfo;
    const client = new StoresClient({
      discoveryApi: mockServices.discovery.mock({
        getBaseUrl: async () => `http://127.0.0.1:${port}`,
      }),
    });
    return {
      createStore: (request, { idempotencyKey, signal }) =>
        client.createStore(request, { idempotencyKey, signal }),
      previewStore: (request, { signal }) =>
        client.previewStore(request, { signal }),
      listStores: (query, { signal }) => client.listStores(query, { signal }),
      getStore: (storeId, { signal }) => client.getStore(storeId, { signal }),
      deleteStore: (storeId, { signal }) =>
        client.deleteStore(storeId, { signal }),
      upgradeStore: (storeId, request, { signal }) =>
        client.upgradeStore(storeId, request, { signal }),
      listEvents: (storeId, { after, limit, signal }) =>
        client.listEvents(storeId, { after, limit, signal }),
    };
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  return text === '' ? undefined : JSON.parse(text);
}

/** A store as the API answers it, QUEUED unless told otherwise. */
export function aStore(part: Partial<StoreDetails> = {}): StoreDetails {
  const id = part.id ?? '019ab3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b';
  const namespace = `store-${id}`;
  return {
    id,
    engine: 'woocommerce',
    display_name: 'Summer sale',
    namespace,
    release_name: namespace,
    status: 'QUEUED',
    url: null,
    admin_url: null,
    last_error: null,
    created_at: '2026-11-23T10:00:00.000Z',
    updated_at: '2026-11-23T10:01:00.000Z',
    plan: 'small',
    cluster: 'local',
    owner: 'group:default/storefront',
    created_by: 'user:default/sana',
    hostname: `${namespace}.localhost`,
    parameters: {},
    chart_version: '0.1.0',
    ready_at: null,
    deleted_at: null,
    conditions: [],
    failure: null,
    events: [],
    job: null,
    steps: [],
    health: { cause: null, drift: [] },
    ...part,
  };
}
