/**
 * @jest-environment node
 */
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { StoresClient } from './StoresClient';

const id = '019ab3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b';
const orphan = {
  cluster: 'local',
  kind: 'Namespace',
  name: `store-${id}`,
  uid: 'u-1',
} as const;

interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: Record<string, unknown>;
  body: string;
}

describe('StoresClient', () => {
  let server: Server;
  let client: StoresClient;
  let received: Received[];
  let answer: {
    status: number;
    headers?: Record<string, string>;
    body: unknown;
  };

  beforeEach(async () => {
    received = [];
    answer = { status: 200, body: { answer: 42 } };
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) {
        body += chunk;
      }
      const { method, url, headers } = request;
      received.push({ method, url, headers, body });
      response.writeHead(answer.status, {
        'content-type': 'application/json',
        ...answer.headers,
      });
      response.end(JSON.stringify(answer.body));
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    client = new StoresClient({
      discoveryApi: {
        getBaseUrl: async pluginId =>
          `http://127.0.0.1:${port}/api/${pluginId}`,
      },
    });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  it.each<[string, () => Promise<unknown>, string, string | undefined]>([
    [
      'createStore',
      () => client.createStore({ display_name: 'Größe "L" 👕' }),
      'POST /stores',
      '{"display_name":"Größe \\"L\\" 👕"}',
    ],
    [
      'previewStore',
      () => client.previewStore({ plan: 'small' }),
      'POST /stores?dry_run=true',
      '{"plan":"small"}',
    ],
    ['getStore', () => client.getStore(id), `GET /stores/${id}`, ''],
    ['deleteStore', () => client.deleteStore(id), `DELETE /stores/${id}`, ''],
    ['retryStore', () => client.retryStore(id), `POST /stores/${id}/retry`, ''],
    [
      'reconcileStore',
      () => client.reconcileStore(id),
      `POST /stores/${id}/reconcile`,
      '',
    ],
    [
      'listEvents',
      () => client.listEvents(id, { after: 0, limit: 10 }),
      `GET /stores/${id}/events?after=0&limit=10`,
      '',
    ],
    [
      'getResources',
      () => client.getResources(id),
      `GET /stores/${id}/resources`,
      '',
    ],
    [
      'getCredentials',
      () => client.getCredentials(id),
      `GET /stores/${id}/credentials`,
      '',
    ],
    [
      'getReceipt',
      () => client.getReceipt(id),
      `GET /stores/${id}/receipt`,
      '',
    ],
    ['listOrphans', () => client.listOrphans(), 'GET /orphans', ''],
    [
      'removeOrphan',
      () => client.removeOrphan(orphan),
      'POST /orphans/remove',
      JSON.stringify(orphan),
    ],
    [
      'adoptOrphan',
      () => client.adoptOrphan({ ...orphan, owner: 'group:default/a' }),
      'POST /orphans/adopt',
      JSON.stringify({ ...orphan, owner: 'group:default/a' }),
    ],
    [
      'listJobs',
      () => client.listJobs({ store_id: id }),
      `GET /jobs?store_id=${id}`,
      '',
    ],
    ['cancelJob', () => client.cancelJob(id), `POST /jobs/${id}/cancel`, ''],
    ['listEngines', () => client.listEngines(), 'GET /engines', ''],
    ['listClusters', () => client.listClusters(), 'GET /clusters', ''],
    [
      'getLimits',
      () => client.getLimits({ owner: 'group:default/a&b' }),
      'GET /limits?owner=group%3Adefault%2Fa%26b',
      '',
    ],
    ['getReadiness', () => client.getReadiness(), 'GET /readyz', ''],
  ])('%s', async (_, call, line, body) => {
    await expect(call()).resolves.toEqual({ answer: 42 });
    expect(received).toHaveLength(1);
    const [{ method, url, body: sent }] = received;
    expect(`${method} ${url}`).toBe(line.replace(' ', ' /api/urumi-stores'));
    expect(sent).toBe(body);
  });

  it('sends the token and the idempotency key, and no header that it was not given', async () => {
    await client.createStore({}, { token: 'secret', idempotencyKey: 'once' });
    await client.createStore({});
    expect(received[0].headers).toMatchObject({
      authorization: 'Bearer secret',
      'idempotency-key': 'once',
      'content-type': 'application/json',
    });
    expect(received[1].headers).not.toHaveProperty('authorization');
    expect(received[1].headers).not.toHaveProperty('idempotency-key');
  });

  it('lists a page with its filters, and takes cursor and count from the headers', async () => {
    answer = {
      status: 200,
      headers: {
        link: '<http://elsewhere/api/urumi-stores/stores?limit=2&cursor=a%2Bb%3D>; rel="next", <http://elsewhere/api/urumi-stores/stores?limit=2&cursor=c>; rel="prev"',
        'x-total-count': '7',
      },
      body: [{ id }],
    };
    await expect(
      client.listStores({
        limit: 2,
        id: [id, 'other'],
        status: ['READY', 'FAILED'],
        q: 'Größe & Co',
        include_deleted: false,
        count: true,
        cursor: undefined,
      }),
    ).resolves.toEqual({
      items: [{ id }],
      nextCursor: 'a+b=',
      previousCursor: 'c',
      totalCount: 7,
    });
    expect(received[0].url).toBe(
      '/api/urumi-stores/stores?limit=2&id=019ab3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b&id=other&status=READY&status=FAILED&q=Gr%C3%B6%C3%9Fe+%26+Co&include_deleted=false&count=true',
    );

    answer = { status: 200, body: [] };
    await expect(client.listStores()).resolves.toEqual({ items: [] });
    expect(received[1].url).toBe('/api/urumi-stores/stores');
  });

  it('reads the revisions page by page', async () => {
    answer = {
      status: 200,
      headers: {
        link: '<http://elsewhere/api/urumi-stores/stores/x/revisions?limit=1&cursor=a%3D>; rel="next"',
      },
      body: [{ revision: 2 }],
    };
    await expect(client.listRevisions(id, { limit: 1 })).resolves.toEqual({
      items: [{ revision: 2 }],
      nextCursor: 'a=',
    });
    answer = { status: 200, body: [{ revision: 1 }] };
    await expect(client.listRevisions(id, { cursor: 'a=' })).resolves.toEqual({
      items: [{ revision: 1 }],
    });
    expect(received.map(({ url }) => url)).toEqual([
      `/api/urumi-stores/stores/${id}/revisions?limit=1`,
      `/api/urumi-stores/stores/${id}/revisions?cursor=a%3D`,
    ]);
  });

  it('cannot be led out of its path by an id', async () => {
    await client.getStore('../jobs?x=1');
    expect(received[0].url).toBe('/api/urumi-stores/stores/..%2Fjobs%3Fx%3D1');
  });

  it('throws what the API says, with its status and its body', async () => {
    answer = {
      status: 422,
      body: {
        error: { name: 'UnprocessableEntityError', message: 'body.plan: no' },
        detail: [{ loc: ['body', 'plan'], msg: 'no', type: 'enum' }],
        response: { statusCode: 422 },
      },
    };
    await expect(client.createStore({ plan: 'x' })).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 422,
      cause: { name: 'UnprocessableEntityError', message: 'body.plan: no' },
      body: { detail: [{ loc: ['body', 'plan'] }] },
    });
  });

  it('takes 503 of the readiness for an answer, and of nothing else', async () => {
    answer = { status: 503, body: { status: 'unavailable' } };
    await expect(client.getReadiness()).resolves.toEqual({
      status: 'unavailable',
    });
    await expect(client.listEngines()).rejects.toMatchObject({
      statusCode: 503,
    });
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(
      client.getStore(id, { signal: controller.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(received).toHaveLength(0);
  });

  it('uses the fetch that it was given', async () => {
    const fetchMock = jest.fn(async () => new Response('[]', { status: 200 }));
    const custom = new StoresClient({
      discoveryApi: { getBaseUrl: async () => 'plugin://urumi-stores' },
      fetchApi: { fetch: fetchMock },
    });
    await expect(custom.listEngines()).resolves.toEqual([]);
    expect(fetchMock).toHaveBeenCalledWith(
      'plugin://urumi-stores/engines',
      expect.objectContaining({ method: 'GET' }),
    );
  });
});
