import { JsonObject } from '@backstage/types';
import {
  ShopAnswer,
  ShopRequest,
} from '@urumi/backstage-plugin-urumi-stores-node/testUtils';

export const STORE_ID = '0199-a';
export const CREDENTIALS = {
  'admin-username': 'store-admin@urumi.invalid',
  'admin-password': 'Rosinante-7',
  'probe-key': 'the key',
};

type Handler = (request: ShopRequest) => ShopAnswer;

/** An order as Medusa's admin has it. */
interface FakeOrder {
  id: string;
  display_id: number;
  status: string;
  email: string;
  total: number;
  currency_code: string;
  metadata: JsonObject | null;
  items: { id: string }[];
}

/** The answers of a Medusa shop with its storefront, as far as the probe asks. */
export class FakeMedusa {
  readonly orders: FakeOrder[] = [];
  /** Line items whose goods are reserved. */
  readonly reserved = new Set<string>();
  /** Answers that differ, by method and path without query. */
  readonly changed: Record<string, ShopAnswer | Handler> = {};

  /** By handle: whether it can be bought, and with which key it is seen. */
  products = [{ handle: 'sample-mug', key: 'pk_shop', stock: 1000 }];
  keys = [
    {
      title: 'Default Publishable API Key',
      token: 'pk_shop',
      revoked_at: null,
    },
  ];

  answer(request: ShopRequest): ShopAnswer {
    const [call, query = ''] = request.call.split('?');
    const changed = this.changed[call];
    const given =
      typeof changed === 'function'
        ? changed(request)
        : changed ?? this.#answer(call, new URLSearchParams(query), request);
    return { headers: { 'x-urumi-store': STORE_ID }, ...given };
  }

  /** Places an order, as `POST /store/carts/:id/complete` does. */
  place(options?: Partial<FakeOrder>): FakeOrder {
    const number = this.orders.length + 1;
    const order = {
      id: `order_${number}`,
      display_id: number,
      status: 'pending',
      email: 'probe@urumi.invalid',
      total: 19,
      currency_code: 'eur',
      metadata: { urumi_probe: true },
      items: [{ id: `item_${number}` }],
      ...options,
    };
    this.orders.unshift(order);
    order.items.forEach(({ id }) => this.reserved.add(id));
    return order;
  }

  #answer(
    call: string,
    query: URLSearchParams,
    { headers, body }: ShopRequest,
  ): ShopAnswer {
    const sent = body ? (JSON.parse(body) as JsonObject) : {};
    const [method, path] = call.split(' ');
    if (path.startsWith('/admin/') && headers.authorization !== 'Bearer jwt') {
      return { status: 401, body: { message: 'Unauthorized' } };
    }
    if (path.startsWith('/store/') && !headers['x-publishable-api-key']) {
      return { status: 400, body: { message: 'Publishable API key required' } };
    }
    const order = this.orders.find(({ id }) =>
      path.startsWith(`/admin/orders/${id}`),
    );
    if (order && method === 'POST') {
      return this.#changeOrder(order, path, sent);
    }
    switch (call) {
      case 'GET /urumi-store.json':
        return {
          body: {
            store_id: STORE_ID,
            engine: 'medusa',
            ready: true,
            versions: {},
          },
        };
      case 'GET /':
        return { body: '<h1>Shop</h1>' };
      case 'GET /health':
        return { body: 'OK' };
      case 'POST /auth/user/emailpass':
        return sent.email === CREDENTIALS['admin-username'] &&
          sent.password === CREDENTIALS['admin-password']
          ? { body: { token: 'jwt' } }
          : { status: 401, body: { message: 'Invalid email or password' } };
      case 'GET /admin/api-keys':
        return { body: { api_keys: this.keys } };
      case 'GET /admin/orders':
        return { body: { orders: this.#findOrders(query) } };
      case 'GET /admin/reservations': {
        const reservations = query
          .getAll('line_item_id[]')
          .filter(id => this.reserved.has(id))
          .map(id => ({ line_item_id: id }));
        return { body: { reservations } };
      }
      case 'GET /store/regions':
        return {
          body: { regions: [{ id: 'reg_1', countries: [{ iso_2: 'de' }] }] },
        };
      case 'GET /store/products':
        return {
          body: {
            products: this.#findProducts(
              query.get('handle'),
              String(headers['x-publishable-api-key']),
            ),
          },
        };
      case 'POST /store/carts':
        return { body: { cart: { id: 'cart_1' } } };
      case 'GET /store/shipping-options':
        return { body: { shipping_options: [{ id: 'so_1', amount: 5 }] } };
      case 'POST /store/payment-collections':
        return { body: { payment_collection: { id: 'pay_1' } } };
      case 'POST /store/carts/cart_1/shipping-methods':
      case 'POST /store/payment-collections/pay_1/payment-sessions':
        return { body: {} };
      case 'POST /store/carts/cart_1/complete': {
        const { id } = this.place();
        return { body: { type: 'order', order: { id } } };
      }
      default:
        return { status: 404, body: { message: `Cannot ${call}` } };
    }
  }

  #findOrders(query: URLSearchParams) {
    const statuses = query.getAll('status[]');
    const text = query.get('q') ?? '';
    return this.orders.filter(
      ({ status, email }) =>
        (statuses.length === 0 || statuses.includes(status)) &&
        email.includes(text),
    );
  }

  #findProducts(handle: string | null, key: string) {
    return this.products
      .filter(
        product =>
          product.key === key && (handle === null || product.handle === handle),
      )
      .map(product => ({
        variants: [
          {
            id: `variant_${product.handle}`,
            manage_inventory: true,
            allow_backorder: false,
            inventory_quantity: product.stock,
            calculated_price: { calculated_amount: 14 },
          },
        ],
      }));
  }

  #changeOrder(order: FakeOrder, path: string, sent: JsonObject): ShopAnswer {
    const isCanceled = order.status !== 'pending';
    if (path.endsWith('/cancel') && !isCanceled) {
      order.status = 'canceled';
      order.items.forEach(({ id }) => this.reserved.delete(id));
    } else if (path.endsWith('/archive') && isCanceled) {
      order.status = 'archived';
    } else if (path.endsWith(order.id) && !isCanceled) {
      order.metadata = sent.metadata as JsonObject;
    } else {
      return { status: 400, body: { message: `Not allowed: ${order.status}` } };
    }
    return { body: { order: { id: order.id, status: order.status } } };
  }
}
