import { StoreProbeContext } from '@urumi/backstage-plugin-urumi-stores-node';
import {
  ShopAnswer,
  ShopServer,
} from '@urumi/backstage-plugin-urumi-stores-node/testUtils';
import { ShopConnection } from '../shops/ShopConnection';
import { woocommerceProbe } from './woocommerceProbe';

const storeId = '01991b1e-7a52-7c3d-8e4f-5a6b7c8d9e0f';
const order = {
  id: 7,
  number: '7',
  status: 'processing',
  total: '17.00',
  currency: 'EUR',
  billing: { email: 'probe@urumi.invalid' },
  meta_data: [{ key: '_urumi_probe', value: '1' }],
};

/** What a shop that sells answers, as WooCommerce 11 does. */
const SELLING: Record<string, ShopAnswer> = {
  'GET /urumi-store.json': {
    body: { store_id: storeId, engine: 'woocommerce', ready: true },
  },
  'GET /wp-json/wc/store/v1/products?per_page=1': {
    headers: { 'X-Urumi-Store': storeId },
    body: [{ id: 3 }],
  },
  'GET /wp-json/wc/v3/orders?search=probe%40urumi.invalid&status=pending%2Cprocessing%2Con-hold':
    { body: [] },
  'GET /wp-json/wc/v3/data/countries/de': {
    body: { states: [{ code: 'DE-BW' }] },
  },
  'GET /wp-json/wc/store/v1/products?sku=sample-mug': {
    body: [{ id: 3, is_purchasable: true, is_in_stock: true }],
  },
  'GET /wp-json/wc/store/v1/cart': {
    headers: { 'Cart-Token': 'token' },
    body: {},
  },
  'POST /wp-json/wc/store/v1/cart/add-item': { status: 201, body: {} },
  'POST /wp-json/wc/store/v1/cart/update-customer': {
    body: {
      payment_methods: ['cheque', 'cod'],
      shipping_rates: [{ shipping_rates: [{ selected: true }] }],
    },
  },
  'POST /wp-json/wc/store/v1/checkout': {
    body: { order_id: 7, payment_result: { payment_status: 'success' } },
  },
  'GET /wp-json/wc/v3/orders/7': { body: order },
  'PUT /wp-json/wc/v3/orders/7': { body: { ...order, status: 'cancelled' } },
};

const openOrders = Object.keys(SELLING)[2];

describe('woocommerceProbe', () => {
  let server: ShopServer;
  let connection: ShopConnection;
  let answers: Record<string, ShopAnswer>;
  let context: StoreProbeContext;

  beforeEach(async () => {
    answers = { ...SELLING };
    server = await ShopServer.start(
      ({ call }) =>
        answers[call] ?? { status: 404, body: { message: `no ${call}` } },
    );
    const { signal } = new AbortController();
    connection = new ShopConnection({
      url: 'http://shop.localhost',
      ingressAddress: server.address,
      signal,
    });
    context = {
      storeId,
      url: 'http://shop.localhost',
      parameters: { country: 'DE' },
      credentials: {
        'api-consumer-key': 'ck_1',
        'api-consumer-secret': 'cs_2',
      },
      signal,
      request: request => connection.request(request),
    };
  });

  afterEach(async () => {
    await connection.close();
    await server.stop();
  });

  const calls = () => server.requests.map(({ call }) => call);

  describe('storefront', () => {
    it('recognises the store', async () => {
      await expect(woocommerceProbe.storefront(context)).resolves.toBe(
        undefined,
      );
    });

    it.each<[string, string, Record<string, ShopAnswer>]>([
      [
        'the default backend of an ingress',
        'WrongStore',
        {
          'GET /urumi-store.json': {
            status: 404,
            body: 'default backend - 404',
          },
        },
      ],
      [
        'a page for every address',
        'UnexpectedAnswer',
        { 'GET /urumi-store.json': { body: '<html>Welcome to nginx</html>' } },
      ],
      [
        'another store',
        'WrongStore',
        {
          'GET /urumi-store.json': {
            body: { store_id: 'other', engine: 'woocommerce', ready: true },
          },
        },
      ],
      [
        'a store of another engine',
        'WrongStore',
        {
          'GET /urumi-store.json': {
            body: { store_id: storeId, engine: 'medusa', ready: true },
          },
        },
      ],
      [
        'a store before its set-up',
        'ShopNotReady',
        {
          'GET /urumi-store.json': {
            status: 503,
            headers: { 'X-Urumi-Store': storeId },
            body: { reason: 'The set-up is not done yet' },
          },
        },
      ],
      [
        'a WordPress without WooCommerce',
        'NoShop',
        {
          'GET /wp-json/wc/store/v1/products?per_page=1': {
            status: 404,
            headers: { 'X-Urumi-Store': storeId },
            body: { code: 'rest_no_route' },
          },
        },
      ],
      [
        'a shop that another pod answers for',
        'NoShop',
        {
          'GET /wp-json/wc/store/v1/products?per_page=1': { body: [] },
        },
      ],
    ])('does not take %s for the store', async (_, code, changed) => {
      Object.assign(answers, changed);
      await expect(woocommerceProbe.storefront(context)).rejects.toMatchObject({
        name: 'StoreProbeError',
        code,
        retry: true,
      });
    });
  });

  describe('checkout', () => {
    it('buys, finds the order and takes it back', async () => {
      await expect(woocommerceProbe.checkout(context)).resolves.toEqual({
        orderNumber: '7',
        total: '17.00 EUR',
      });
      expect(calls()).toEqual(Object.keys(SELLING).slice(2));
      const bodyOf = (call: string) =>
        JSON.parse(
          server.requests.find(request => request.call.endsWith(call))?.body ??
            '',
        );
      expect(bodyOf('checkout')).toMatchObject({
        payment_method: 'cod',
        billing_address: {
          country: 'DE',
          state: 'DE-BW',
          postcode: '10115',
          email: 'probe@urumi.invalid',
        },
      });
      expect(
        server.requests.find(({ call }) => call.endsWith('checkout'))?.headers,
      ).toMatchObject({
        'cart-token': 'token',
        // openssl dgst -sha256 -hmac cs_2 of `token`
        'x-urumi-probe':
          '0823de0f9ea993127d4df8f7fcc803cc795e53d1b7512d635a902d9120752357',
      });
      expect(JSON.parse(server.requests.at(-1)?.body ?? '')).toEqual({
        status: 'cancelled',
      });
      const secrets = server.requests.map(request => JSON.stringify(request));
      expect(secrets.join()).not.toContain('cs_2');
    });

    it('first takes back what a probe that was killed has left, and no customer’s order', async () => {
      answers[openOrders] = {
        body: [
          { ...order, id: 5 },
          // A customer may give the platform's address, but cannot sign.
          { ...order, id: 6, meta_data: [] },
        ],
      };
      answers['PUT /wp-json/wc/v3/orders/5'] = {
        body: { ...order, id: 5, status: 'cancelled' },
      };
      await woocommerceProbe.checkout(context);
      expect(calls().slice(0, 2)).toEqual([
        openOrders,
        'PUT /wp-json/wc/v3/orders/5',
      ]);
      expect(calls()).not.toContain('PUT /wp-json/wc/v3/orders/6');
    });

    it('buys whatever there is when the merchant has removed the sample products', async () => {
      answers['GET /wp-json/wc/store/v1/products?sku=sample-mug'] = {
        body: [],
      };
      answers['GET /wp-json/wc/store/v1/products?sku=urumi-probe'] = {
        body: [{ id: 8, is_purchasable: true, is_in_stock: false }],
      };
      const any =
        'GET /wp-json/wc/store/v1/products?type=simple&stock_status=instock&per_page=1';
      answers[any] = {
        body: [{ id: 9, is_purchasable: true, is_in_stock: true }],
      };
      await woocommerceProbe.checkout(context);
      expect(
        server.requests.find(({ call }) => call.endsWith('add-item'))?.body,
      ).toBe('{"id":9,"quantity":1}');
      answers[any] = { body: [] };
      await expect(woocommerceProbe.checkout(context)).rejects.toMatchObject({
        code: 'NoProduct',
      });
    });

    it.each<[string, string, boolean, Record<string, ShopAnswer>]>([
      [
        'the key is not known',
        'ShopRefused',
        false,
        {
          [openOrders]: {
            status: 401,
            body: { message: 'Consumer key is invalid.' },
          },
        },
      ],
      [
        'there is no cart',
        'NoCart',
        false,
        { 'GET /wp-json/wc/store/v1/cart': { body: {} } },
      ],
      [
        'cash on delivery is off',
        'NoPaymentMethod',
        false,
        {
          'POST /wp-json/wc/store/v1/cart/update-customer': {
            body: { payment_methods: ['cheque'], shipping_rates: [] },
          },
        },
      ],
      [
        'nothing is shipped there',
        'NoShipping',
        false,
        {
          'POST /wp-json/wc/store/v1/cart/update-customer': {
            body: {
              payment_methods: ['cod'],
              shipping_rates: [{ shipping_rates: [{ selected: false }] }],
            },
          },
        },
      ],
      [
        'the checkout breaks',
        'ShopRefused',
        true,
        {
          'POST /wp-json/wc/store/v1/checkout': {
            status: 500,
            body: '<p>There has been a critical error</p>',
          },
        },
      ],
      [
        'the payment fails',
        'PaymentFailed',
        false,
        {
          'POST /wp-json/wc/store/v1/checkout': {
            body: {
              order_id: 7,
              payment_result: { payment_status: 'failure' },
            },
          },
        },
      ],
      [
        'the admin does not see the order',
        'ShopRefused',
        false,
        {
          'GET /wp-json/wc/v3/orders/7': {
            status: 404,
            body: { message: 'Invalid ID.' },
          },
        },
      ],
      [
        'the admin sees somebody else’s order',
        'OrderNotFound',
        false,
        {
          'GET /wp-json/wc/v3/orders/7': {
            body: { ...order, billing: { email: 'a@b.c' } },
          },
        },
      ],
      [
        'the order counts as a customer’s',
        'OrderNotMarked',
        false,
        {
          'GET /wp-json/wc/v3/orders/7': { body: { ...order, meta_data: [] } },
        },
      ],
      [
        'the order cannot be cancelled',
        'OrderNotTakenBack',
        true,
        { 'PUT /wp-json/wc/v3/orders/7': { body: order } },
      ],
    ])('fails when %s', async (_, code, retry, changed) => {
      Object.assign(answers, changed);
      await expect(woocommerceProbe.checkout(context)).rejects.toMatchObject({
        name: 'StoreProbeError',
        code,
        retry,
      });
    });
  });
});
