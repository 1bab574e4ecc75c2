import { JsonValue } from '@backstage/types';
import {
  StoreProbeContext,
  StoreProbeError,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { CREDENTIALS, FakeMedusa, STORE_ID } from '../__testUtils__/FakeMedusa';
import { ShopServer } from '@urumi/backstage-plugin-urumi-stores-node/testUtils';
import { medusaProbe } from './medusaProbe';

describe('medusaProbe', () => {
  let medusa: FakeMedusa;
  let server: ShopServer;
  let context: StoreProbeContext;

  beforeEach(async () => {
    medusa = new FakeMedusa();
    server = await ShopServer.start(request => medusa.answer(request));
    context = {
      storeId: STORE_ID,
      url: `http://${server.address}`,
      parameters: { country: 'DE', currency: 'EUR' },
      credentials: CREDENTIALS,
      signal: new AbortController().signal,
      request: async ({ method, path, headers, body }) => {
        const answer = await fetch(`http://${server.address}${path}`, {
          method,
          headers: {
            ...headers,
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await answer.text();
        return {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          text,
          json: () => JSON.parse(text) as JsonValue,
        };
      },
    };
  });
  afterEach(async () => {
    await server.stop();
  });

  const calls = () => server.requests.map(({ call }) => call.split('?')[0]);

  describe('storefront', () => {
    it('knows the store by all that answers for it', async () => {
      await medusaProbe.storefront(context);
      expect(calls()).toEqual([
        'GET /urumi-store.json',
        'GET /',
        'GET /health',
      ]);
    });

    it.each<[string, string, number, unknown, string]>([
      [
        'a default backend',
        'GET /urumi-store.json',
        404,
        'no such page',
        'WrongStore',
      ],
      [
        'another store',
        'GET /urumi-store.json',
        200,
        { store_id: 'b', engine: 'medusa', ready: true },
        'WrongStore',
      ],
      [
        'another engine',
        'GET /urumi-store.json',
        200,
        { store_id: STORE_ID, engine: 'woocommerce', ready: true },
        'WrongStore',
      ],
      [
        'a shop without Medusa',
        'GET /urumi-store.json',
        503,
        { reason: 'The Medusa server does not answer' },
        'ShopNotReady',
      ],
      [
        'a shop that is not ready',
        'GET /urumi-store.json',
        200,
        { store_id: STORE_ID, engine: 'medusa' },
        'ShopNotReady',
      ],
      ['a broken page', 'GET /', 500, 'Sorry', 'WrongStore'],
      [
        'a server that is away',
        'GET /health',
        502,
        'Bad gateway',
        'WrongStore',
      ],
    ])('does not take %s for it', async (_, call, status, body, code) => {
      medusa.changed[call] = { status, body };
      await expect(medusaProbe.storefront(context)).rejects.toMatchObject({
        name: 'StoreProbeError',
        code,
        retry: true,
      });
    });

    it.each(['GET /', 'GET /health'])(
      'wants the id of the store on %s',
      async call => {
        medusa.changed[call] = {
          headers: { 'x-urumi-store': 'b' },
          body: 'OK',
        };
        await expect(medusaProbe.storefront(context)).rejects.toMatchObject({
          code: 'WrongStore',
          message: expect.stringContaining('X-Urumi-Store b'),
        });
      },
    );
  });

  describe('checkout', () => {
    it('buys, finds the order as the admin, and takes it back', async () => {
      await expect(medusaProbe.checkout(context)).resolves.toEqual({
        orderNumber: '1',
        total: '19 EUR',
      });
      expect(medusa.orders).toEqual([
        expect.objectContaining({
          status: 'archived',
          metadata: { urumi_probe: true },
        }),
      ]);
      expect(medusa.reserved.size).toBe(0);
      const cart = server.requests.find(
        ({ call }) => call === 'POST /store/carts',
      );
      expect(JSON.parse(cart?.body ?? '')).toMatchObject({
        region_id: 'reg_1',
        email: 'probe@urumi.invalid',
        items: [{ variant_id: 'variant_sample-mug', quantity: 1 }],
        metadata: { urumi_probe: true },
      });
      expect(
        server.requests.every(
          ({ call }) => !call.includes(CREDENTIALS['admin-password']),
        ),
      ).toBe(true);
    });

    it('takes back first what a killed probe left, and nothing of customers', async () => {
      medusa.place({ metadata: null });
      const canceled = medusa.place({ status: 'canceled' });
      medusa.reserved.delete(canceled.items[0].id);
      const similar = medusa.place({ email: 'not-probe@urumi.invalid' });
      await medusaProbe.checkout(context);

      expect(
        medusa.orders.map(({ display_id, status, metadata }) => [
          display_id,
          status,
          metadata,
        ]),
      ).toEqual([
        [4, 'archived', { urumi_probe: true }],
        [3, 'pending', { urumi_probe: true }],
        [2, 'archived', { urumi_probe: true }],
        [1, 'archived', { urumi_probe: true }],
      ]);
      expect([...medusa.reserved]).toEqual([similar.items[0].id]);
    });

    it('buys in the sales channel of its own where there are no sample products', async () => {
      medusa.keys.push({
        title: 'Platform probe',
        token: 'pk_probe',
        revoked_at: null,
      });
      medusa.products = [
        { handle: 'of-the-merchant', key: 'pk_shop', stock: 3 },
        { handle: 'urumi-probe', key: 'pk_probe', stock: 1000 },
      ];
      await medusaProbe.checkout(context);
      const cart = server.requests.find(
        ({ call }) => call === 'POST /store/carts',
      );
      expect(cart?.headers['x-publishable-api-key']).toBe('pk_probe');
      expect(cart?.body).toContain('variant_urumi-probe');
    });

    it('buys something else when the sample product is gone or sold out', async () => {
      medusa.products = [
        { handle: 'sample-mug', key: 'pk_shop', stock: 0 },
        { handle: 'of-the-merchant', key: 'pk_shop', stock: 3 },
      ];
      await medusaProbe.checkout(context);
      const cart = server.requests.find(
        ({ call }) => call === 'POST /store/carts',
      );
      expect(cart?.body).toContain('variant_of-the-merchant');
    });

    const failures: [string, () => void, Partial<StoreProbeError>][] = [
      [
        'another password',
        () => {
          context.credentials = { ...CREDENTIALS, 'admin-password': 'old' };
        },
        { code: 'AdminLoginRefused', retry: false },
      ],
      [
        'no admin at all',
        () => {
          medusa.changed['POST /auth/user/emailpass'] = {
            status: 502,
            body: '',
          };
        },
        { code: 'AdminLoginFailed', retry: true },
      ],
      [
        'no key',
        () => {
          medusa.keys = [];
        },
        { code: 'NoProduct', retry: false },
      ],
      [
        'nothing to buy',
        () => {
          medusa.products = [];
        },
        { code: 'NoProduct', retry: false },
      ],
      [
        'no region for the country',
        () => {
          context.parameters = { country: 'FR' };
        },
        { code: 'NoRegion', retry: false },
      ],
      [
        'no delivery',
        () => {
          medusa.changed['GET /store/shipping-options'] = {
            body: { shipping_options: [] },
          };
        },
        { code: 'NoShipping', message: expect.stringContaining('DE') },
      ],
      [
        'no payment',
        () => {
          medusa.changed[
            'POST /store/payment-collections/pay_1/payment-sessions'
          ] = { status: 400, body: { message: 'Provider is not enabled' } };
        },
        {
          code: 'CallFailed',
          message: expect.stringContaining('Provider is not enabled'),
          retry: false,
        },
      ],
      [
        'a payment that is refused',
        () => {
          medusa.changed['POST /store/carts/cart_1/complete'] = {
            body: { type: 'cart', error: { message: 'Payment was declined' } },
          };
        },
        {
          code: 'PaymentFailed',
          message: expect.stringContaining('Payment was declined'),
        },
      ],
      [
        'a server that breaks down in the checkout',
        () => {
          medusa.changed['POST /store/carts/cart_1/complete'] = {
            status: 500,
            body: 'Internal Server Error',
          };
        },
        { code: 'CallFailed', retry: true },
      ],
      [
        'an order that is not kept',
        () => {
          medusa.changed['POST /store/carts/cart_1/complete'] = {
            body: { type: 'order', order: { id: 'order_gone' } },
          };
        },
        { code: 'OrderNotFound' },
      ],
      [
        'an order of somebody else',
        () => {
          medusa.changed['POST /store/carts/cart_1/complete'] = () => ({
            body: {
              type: 'order',
              order: { id: medusa.place({ email: 'a@example.com' }).id },
            },
          });
        },
        { code: 'OrderNotFound' },
      ],
      [
        'goods that stay reserved',
        () => {
          medusa.changed['GET /admin/reservations'] = {
            body: { reservations: [{ id: 'res_1' }] },
          };
        },
        { code: 'OrderNotTakenBack', retry: true },
      ],
      [
        'an order that cannot be archived',
        () => {
          medusa.changed['POST /admin/orders/order_1/archive'] = {
            body: { order: { status: 'canceled' } },
          };
        },
        { code: 'OrderNotTakenBack', retry: true },
      ],
    ];
    it.each(failures)('fails on %s', async (_, change, expected) => {
      change();
      const failure = await medusaProbe.checkout(context).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(failure).toMatchObject({ name: 'StoreProbeError', ...expected });
      for (const secret of [CREDENTIALS['admin-password'], 'pk_shop', 'jwt']) {
        expect(failure?.message).not.toContain(secret);
      }
    });
  });

  it('has a pod try connections', async () => {
    medusa.changed['POST /urumi-store.json/connections'] = {
      body: { attempts: [{ name: 'database', connected: true }] },
    };
    await expect(
      medusaProbe.connect(context, [
        { name: 'database', host: 'database', port: 5432 },
      ]),
    ).resolves.toEqual([{ name: 'database', connected: true }]);
  });
});
