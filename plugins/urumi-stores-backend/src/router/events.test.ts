import { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Server } from 'node:http';
import { NotFoundError } from '@backstage/errors';
import { StoreEvent } from '@urumi/backstage-plugin-urumi-stores-common';
import request from 'supertest';
import {
  AUTHORIZATION,
  createTestServer,
} from './__testUtils__/createTestServer';
import { EVENT, STORE_ID } from './__testUtils__/exampleOfStore';

const PATH = `/api/urumi-stores/stores/${STORE_ID}/events`;

/** Gives the events, then waits for the signal; `ended` resolves when the stream is let go. */
function endlessEvents(events: StoreEvent[]) {
  let end: () => void = () => {};
  const ended = new Promise<void>(resolve => {
    end = resolve;
  });
  async function* follow(signal: AbortSignal) {
    try {
      yield* events;
      if (!signal.aborted) {
        await once(signal, 'abort');
      }
    } finally {
      end();
    }
  }
  return { follow, ended };
}

describe('GET /stores/{id}/events', () => {
  it('gives one page', async () => {
    const { app, stores } = createTestServer();
    const { body } = await request(app)
      .get(`${PATH}?after=6&limit=1`)
      .set('Authorization', AUTHORIZATION)
      .expect(200);
    expect(body).toEqual([EVENT]);
    expect(stores.calls).toEqual([
      ['listEvents', { storeId: STORE_ID, query: { after: '6', limit: '1' } }],
    ]);
  });
});

describe('GET /stores/{id}/events/stream', () => {
  let server: Server | undefined;

  afterEach(async () => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  async function listen(
    app: ReturnType<typeof createTestServer>['app'],
  ): Promise<string> {
    server = app.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${PATH}/stream`;
  }

  it('sends each event as it comes, with its id', async () => {
    const { app, stores } = createTestServer();
    const response = await request(app)
      .get(`${PATH}/stream`)
      .set('Authorization', AUTHORIZATION)
      .set('Last-Event-ID', '6')
      .expect(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(response.text).toBe(
      `id: 7\nevent: ready\ndata: ${JSON.stringify(EVENT)}\n\n`,
    );
    expect(stores.calls).toEqual([
      ['followEvents', { storeId: STORE_ID, after: 6 }],
    ]);
  });

  it('begins at once, and ends when the client goes away', async () => {
    const { app, stores } = createTestServer();
    const { follow, ended } = endlessEvents([]);
    stores.events = follow;
    const url = await listen(app);
    const client = new AbortController();
    const response = await fetch(url, {
      headers: { authorization: AUTHORIZATION },
      signal: client.signal,
    });
    expect(response.status).toBe(200);
    client.abort();
    await ended;
  });

  it('ends when the backend stops', async () => {
    const { app, stores, shutdown } = createTestServer();
    const { follow, ended } = endlessEvents([EVENT]);
    stores.events = follow;
    const response = await fetch(await listen(app), {
      headers: { authorization: AUTHORIZATION },
    });
    shutdown.abort();
    await ended;
    expect(await response.text()).toContain('id: 7\n');
  });

  it('ends, and tells the log, when the events break off', async () => {
    const { app, stores, logger } = createTestServer();
    stores.events = async function* events() {
      yield EVENT;
      throw new Error('database gone');
    };
    const { text } = await request(app)
      .get(`${PATH}/stream`)
      .set('Authorization', AUTHORIZATION)
      .expect(200);
    expect(text).toContain('id: 7\n');
    expect(text).not.toContain('database');
    expect(logger.warn).toHaveBeenCalledWith(
      'An event stream broke off: Error: database gone',
    );
  });

  it('answers a HEAD without following anything', async () => {
    const { app } = createTestServer();
    const response = await request(app)
      .head(`${PATH}/stream`)
      .set('Authorization', AUTHORIZATION)
      .expect(200);
    expect(response.type).toBe('text/event-stream');
  });

  it('answers errors before the first byte as any other call', async () => {
    const { app, stores } = createTestServer();
    for (const id of ['abc', '-1', '1.5', '']) {
      const { body } = await request(app)
        .get(`${PATH}/stream`)
        .set('Authorization', AUTHORIZATION)
        .set('Last-Event-ID', id)
        .expect(422);
      expect(body.detail[0].loc).toEqual(['header', 'last-event-id']);
    }
    stores.failure = new NotFoundError('There is no such store');
    const { body } = await request(app)
      .get(`${PATH}/stream`)
      .set('Authorization', AUTHORIZATION)
      .expect(404);
    expect(body.detail).toBe('There is no such store');
  });
});
