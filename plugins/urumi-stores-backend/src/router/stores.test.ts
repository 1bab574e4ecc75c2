import { once } from 'node:events';
import { AddressInfo } from 'node:net';
import request from 'supertest';
import {
  AUTHORIZATION,
  createTestServer,
} from './__testUtils__/createTestServer';
import { encodeCursor } from '../schema';
import { STORE_ID } from './__testUtils__/exampleOfStore';

const STORES = '/api/urumi-stores/stores';
const CURSOR = {
  list: 'stores',
  sort: '-display_name',
  key: 'Shop',
  createdAt: 1764000000000,
  id: STORE_ID,
} as const;

function post(
  app: ReturnType<typeof createTestServer>['app'],
  query: string = '',
) {
  return request(app)
    .post(`${STORES}${query}`)
    .set('Authorization', AUTHORIZATION);
}

function locations(body: { detail: { loc: string[]; type: string }[] }) {
  return body.detail.map(({ loc, type }) => `${loc.join('.')}: ${type}`);
}

describe('POST /stores', () => {
  it('hands body and key to the use case', async () => {
    const { app, stores } = createTestServer();
    const body = { display_name: '"quoted" 🧦', parameters: { a: 1 } };
    const response = await post(app)
      .set('Idempotency-Key', 'k'.repeat(128))
      .send(body)
      .expect(202);
    expect(response.body).toMatchObject({
      store_id: STORE_ID,
      status: 'QUEUED',
    });
    expect(stores.calls).toEqual([
      ['createStore', { body, idempotencyKey: 'k'.repeat(128) }],
    ]);
  });

  it('only previews with dry_run=true', async () => {
    const { app, stores } = createTestServer();
    const { body } = await post(app, '?dry_run=true')
      .send({ engine: 'medusa' })
      .expect(200);
    expect(body.engine).toBe('medusa');
    expect(stores.calls).toEqual([
      ['previewStore', { body: { engine: 'medusa' } }],
    ]);
  });

  it('takes a body without a content type as JSON', async () => {
    const { app, stores } = createTestServer();
    const server = app.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${STORES}`, {
      method: 'POST',
      headers: { authorization: AUTHORIZATION },
      // Bytes have no content type of their own.
      body: Buffer.from('{"plan":"small"}'),
    });
    server.close();
    expect(response.status).toBe(202);
    expect(stores.calls).toMatchObject([
      ['createStore', { body: { plan: 'small' } }],
    ]);
  });

  it.each<[string, string, Record<string, string>, string | Buffer, string[]]>([
    ['no body', '', {}, '', ['body: missing']],
    ['text that is not JSON', '', {}, '{"engine":', ['body: json_invalid']],
    ['a list', '', {}, '[]', ['body: model_attributes_type']],
    ['a string', '', {}, '"x"', ['body: model_attributes_type']],
    ['null', '', {}, 'null', ['body: model_attributes_type']],
    [
      'nesting without a bottom',
      '',
      {},
      '['.repeat(50_000) + ']'.repeat(50_000),
      ['body: json_invalid'],
    ],
    [
      'a key that JavaScript loses',
      '',
      {},
      '{"parameters":{"__proto__":{"a":1}}}',
      ['body.__proto__: extra_forbidden'],
    ],
    [
      'text that is not UTF-8',
      '',
      {},
      Buffer.from('{"display_name":"Zoë"}', 'latin1'),
      ['body: json_invalid'],
    ],
    [
      'a form',
      '',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      'engine=woocommerce',
      ['header.content-type: value_error'],
    ],
    ['dry_run=false', '?dry_run=false', {}, '{}', ['query.dry_run: enum']],
    [
      'dry_run twice',
      '?dry_run=true&dry_run=true',
      {},
      '{}',
      ['query.dry_run: enum'],
    ],
    [
      'a key that is empty',
      '',
      { 'Idempotency-Key': '' },
      '{}',
      ['header.idempotency-key: string_too_short'],
    ],
    [
      'a key of 129 characters, and a query',
      '?dryrun=true',
      { 'Idempotency-Key': 'k'.repeat(129) },
      '{}',
      [
        'query.dryrun: extra_forbidden',
        'header.idempotency-key: string_too_long',
      ],
    ],
  ])('refuses %s', async (_, query, headers, body, expected) => {
    const { app, stores } = createTestServer();
    const sent = post(app, query).type('json').set(headers);
    sent.serialize(text => text);
    const response = await (body === '' ? sent : sent.send(body)).expect(422);
    expect(locations(response.body)).toEqual(expected);
    // The use case was reached, so that it could have refused the caller first.
    expect(stores.calls).toHaveLength(1);
  });

  it('refuses a body of more than 100 kB', async () => {
    const { app, stores } = createTestServer();
    const response = await post(app)
      .send({ display_name: 'x'.repeat(1_000_000) })
      .expect(413);
    expect(response.body.detail).toBe('The body is larger than 100 kB');
    expect(stores.calls).toEqual([]);
  });

  it('refuses a body in an encoding that is not known', async () => {
    const { app } = createTestServer();
    const unknown = await post(app).set('Content-Encoding', 'morse').send({});
    expect(unknown.status).toBe(415);
    const untrue = await post(app).set('Content-Encoding', 'gzip').send({});
    expect(untrue.status).toBe(400);
  });
});

describe('GET /stores', () => {
  it('is a bare array, with a link to the next page that keeps the query', async () => {
    const { app, stores } = createTestServer();
    stores.nextCursor = 'next.cursor';
    const response = await request(app)
      .get(`${STORES}?limit=1&status=READY&status=FAILED&q=a%26b+c`)
      .set('Authorization', AUTHORIZATION)
      .expect(200);
    expect(response.body).toHaveLength(1);
    expect(response.headers.link).toBe(
      `<${STORES}?limit=1&status=READY&status=FAILED&q=a%26b+c&cursor=next.cursor>; rel="next"`,
    );
    expect(response.headers['x-total-count']).toBeUndefined();
    expect(stores.calls).toEqual([
      [
        'listStores',
        { query: { limit: '1', status: ['READY', 'FAILED'], q: 'a&b c' } },
      ],
    ]);
  });

  it('links to the page before, too', async () => {
    const { app, stores } = createTestServer();
    stores.nextCursor = 'next.cursor';
    stores.previousCursor = 'previous.cursor';
    const response = await request(app)
      .get(`${STORES}?sort=-display_name&cursor=${encodeCursor(CURSOR)}`)
      .set('Authorization', AUTHORIZATION)
      .expect(200);
    expect(response.headers.link).toBe(
      [
        `<${STORES}?sort=-display_name&cursor=next.cursor>; rel="next"`,
        `<${STORES}?sort=-display_name&cursor=previous.cursor>; rel="prev"`,
      ].join(', '),
    );
  });

  it('has no link on the only page, and the count when it is asked for', async () => {
    const { app } = createTestServer();
    const response = await request(app)
      .get(`${STORES}?count=true`)
      .set('Authorization', AUTHORIZATION)
      .expect(200);
    expect(response.headers.link).toBeUndefined();
    expect(response.headers['x-total-count']).toBe('12');
  });

  it('names a cursor that was tampered with', async () => {
    const { app } = createTestServer();
    const response = await request(app)
      .get(`${STORES}?cursor=e30.AAAA`)
      .set('Authorization', AUTHORIZATION)
      .expect(422);
    expect(locations(response.body)).toEqual(['query.cursor: value_error']);
  });
});

describe('GET /stores/{id}', () => {
  it('ends with the status and the url of the store, whatever is nested', async () => {
    const { app } = createTestServer();
    const { text } = await request(app)
      .get(`${STORES}/${STORE_ID}`)
      .set('Authorization', AUTHORIZATION)
      .expect(200);
    const last = (key: string) =>
      [...text.matchAll(new RegExp(`"${key}":("[^"]*"|null)`, 'g'))].pop()?.[1];
    expect(last('status')).toBe('"READY"');
    expect(last('url')).toBe('"http://shop.localhost:8080"');
    expect(text).toMatch(
      /"status":"READY","url":"http:\/\/shop\.localhost:8080"\}$/,
    );
    // What the script looks for stands in nested objects too, and comes before.
    expect(text).toMatch(/"status":"HACKED".*"status":"READY"/);
  });

  it.each(['..%2Fx', 'x', `${STORE_ID}0`, '%00'])(
    'refuses the id %s',
    async id => {
      const { app } = createTestServer();
      const { body } = await request(app)
        .get(`${STORES}/${id}`)
        .set('Authorization', AUTHORIZATION)
        .expect(400);
      expect(body.detail).toBe('store_id must be a UUID');
    },
  );

  it('refuses an id that is not percent-encoded', async () => {
    const { app } = createTestServer();
    const { body } = await request(app)
      .get(`${STORES}/%E0%A4%A`)
      .set('Authorization', AUTHORIZATION)
      .expect(400);
    expect(body.error.name).toBe('InputError');
  });
});

describe('calls without input', () => {
  it('refuse what they would ignore', async () => {
    const { app, stores } = createTestServer();
    const { body } = await request(app)
      .delete(`${STORES}/${STORE_ID}?dry_run=true`)
      .set('Authorization', AUTHORIZATION)
      .expect(422);
    expect(locations(body)).toEqual(['query.dry_run: extra_forbidden']);
    const response = await request(app)
      .post(`${STORES}/${STORE_ID}/retry`)
      .set('Authorization', AUTHORIZATION)
      .send({ force: true })
      .expect(422);
    expect(locations(response.body)).toEqual(['body.force: extra_forbidden']);
    expect(stores.calls).toEqual([]);
    await request(app)
      .post(`${STORES}/${STORE_ID}/retry`)
      .set('Authorization', AUTHORIZATION)
      .send({})
      .expect(202);
  });

  it('keep credentials out of caches', async () => {
    const { app } = createTestServer();
    const { headers } = await request(app)
      .get(`${STORES}/${STORE_ID}/credentials`)
      .set('Authorization', AUTHORIZATION)
      .expect(200);
    expect(headers['cache-control']).toBe('no-store');
  });
});
