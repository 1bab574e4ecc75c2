import {
  ShopAnswer,
  ShopServer,
} from '@urumi/backstage-plugin-urumi-stores-node/testUtils';
import { ShopConnection } from './ShopConnection';

describe('ShopConnection', () => {
  let server: ShopServer;
  let answer: ShopAnswer | undefined;
  let connection: ShopConnection;
  const abort = new AbortController();

  beforeEach(async () => {
    answer = { body: { ok: true } };
    server = await ShopServer.start(() => answer);
    connection = new ShopConnection({
      url: 'http://store-1.localhost:8080',
      ingressAddress: server.address,
      signal: abort.signal,
    });
  });

  afterEach(async () => {
    await connection.close();
    await server.stop();
  });

  it('reaches the ingress with the host of the shop, and keeps evidence without queries', async () => {
    answer = {
      status: 201,
      headers: { 'X-Urumi-Store': '1' },
      body: { ok: true },
    };
    const got = await connection.request({
      method: 'POST',
      path: '/cart?key=secret',
      headers: { 'cart-token': 't' },
      body: { a: 1 },
    });
    expect(got).toMatchObject({
      status: 201,
      headers: { 'x-urumi-store': '1' },
    });
    expect(got.json()).toEqual({ ok: true });
    expect(server.requests).toEqual([
      {
        call: 'POST /cart?key=secret',
        headers: expect.objectContaining({
          host: 'store-1.localhost:8080',
          'cart-token': 't',
          'content-type': 'application/json',
        }),
        body: '{"a":1}',
      },
    ]);
    expect(connection.calls).toEqual([
      { call: 'POST /cart', status: 201, milliseconds: expect.any(Number) },
    ]);
  });

  it('follows no redirect', async () => {
    answer = { status: 302, headers: { location: '/else' }, body: '' };
    expect((await connection.request({ path: '/' })).status).toBe(302);
    expect(server.requests).toHaveLength(1);
  });

  it('says what came in place of JSON', async () => {
    answer = { body: '<h1>default backend</h1>' };
    const got = await connection.request({ path: '/x' });
    expect(() => got.json()).toThrow(/GET \/x .*default backend/);
  });

  it('can be retried when the connection is cut or refused', async () => {
    answer = undefined;
    await expect(connection.request({ path: '/' })).rejects.toMatchObject({
      code: 'ShopUnreachable',
      retry: true,
      layer: 'pod',
    });
    const nowhere = new ShopConnection({
      url: 'http://store-1.localhost',
      ingressAddress: '127.0.0.1:1',
      signal: abort.signal,
    });
    await expect(nowhere.request({ path: '/' })).rejects.toMatchObject({
      code: 'ShopUnreachable',
      retry: true,
      layer: 'ingress',
    });
    await nowhere.close();
  });

  it.each<[string, string, string]>([
    ['dns', 'http://shop.localhost', 'no-such-host.invalid'],
    ['tls', 'https://shop.localhost', ''],
  ])('names the layer %s', async (layer, url, ingressAddress) => {
    const broken = new ShopConnection({
      url,
      // Plain HTTP answers there.
      ingressAddress: ingressAddress || server.address,
      signal: abort.signal,
    });
    await expect(broken.request({ path: '/' })).rejects.toMatchObject({
      code: 'ShopUnreachable',
      layer,
    });
    await broken.close();
  });

  it('tells a proxy that finds no pod from a shop that is not ready', async () => {
    answer = { status: 503, body: 'no endpoints' };
    await expect(connection.request({ path: '/' })).rejects.toMatchObject({
      code: 'PodUnreachable',
      layer: 'pod',
    });
    answer = { status: 503, headers: { 'X-Urumi-Store': '1' }, body: {} };
    expect((await connection.request({ path: '/' })).status).toBe(503);
  });

  it('ends with the reason of its signal', async () => {
    const over = new AbortController();
    const ended = new ShopConnection({
      url: 'http://store-1.localhost',
      ingressAddress: server.address,
      signal: over.signal,
    });
    over.abort(new Error('the lease is lost'));
    await expect(ended.request({ path: '/' })).rejects.toThrow(
      'the lease is lost',
    );
    await ended.close();
  });
});
