// Just enough of Medusa's store API to be broken on purpose. That the shop sells is tested with a real one.
import http from 'node:http';

const CART_ID = 'cart_01ARZ3NDEKTSV4RRFFQ69G5FAV';
export const ORDER_ID = 'order_01ARZ3NDEKTSV4RRFFQ69G5FAV';

const product = {
  id: 'prod_1',
  title: 'Mug <b>&</b> "co"',
  handle: 'mug',
  description: 'One.\n\nTwo.',
  thumbnail: 'http://localhost:9000/static/mug.png',
  images: [{ url: 'https://elsewhere.example/mug.png' }],
  options: [],
  variants: [
    {
      id: 'variant_1',
      title: 'Default variant',
      manage_inventory: true,
      allow_backorder: false,
      inventory_quantity: 5,
      calculated_price: {
        calculated_amount: 10,
        original_amount: 10,
        currency_code: 'eur',
      },
    },
  ],
};

const item = {
  id: 'cali_1',
  title: 'Mug',
  product_id: 'prod_1',
  product_handle: 'mug',
  variant_id: 'variant_1',
  thumbnail: null,
  quantity: 1,
  unit_price: 10,
  is_tax_inclusive: true,
  created_at: '2026-01-01T00:00:00.000Z',
};

const totals = {
  currency_code: 'eur',
  items: [item],
  total: 15,
  tax_total: 0,
  discount_total: 0,
  discount_subtotal: 0,
  item_subtotal: 10,
  original_item_total: 10,
  shipping_subtotal: 5,
  original_shipping_total: 5,
  shipping_methods: [{ name: 'Standard', shipping_option_id: 'so_1' }],
  email: 'ada@example.com',
  shipping_address: { address_1: 'Street 1', country_code: 'de' },
};

export class FakeMedusa {
  /** Requests as they came, such as `GET /store/regions`. @type {string[]} */
  requests = [];
  /** Set to answer instead; undefined answers go on as usual. @type {(call: string) => unknown} */
  intercept = () => undefined;
  key = 'pk_1';
  orders = 0;
  isCompleted = false;
  #server = http.createServer((request, response) =>
    this.#answer(request, response),
  );

  /** @param {import('node:test').TestContext} test */
  static async start(test) {
    const fake = new FakeMedusa();
    await new Promise(resolve => fake.#server.listen(0, '127.0.0.1', resolve));
    test.after(() => fake.stop());
    return fake;
  }

  get url() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (
      this.#server.address()
    );
    return `http://127.0.0.1:${port}`;
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get cart() {
    return {
      ...totals,
      id: CART_ID,
      completed_at: this.isCompleted ? '2026-01-01T00:00:00.000Z' : null,
      payment_collection: null,
    };
  }

  async #answer(request, response) {
    request.resume();
    const call = `${request.method} ${request.url.split('?')[0]}`;
    this.requests.push(call);
    let answer = await this.intercept(call);
    if (answer === 'hang') {
      return;
    }
    if (answer === undefined && call === 'GET /urumi/publishable-key') {
      answer = { publishable_key: this.key, versions: { medusa: '2.21.2' } };
    } else if (
      answer === undefined &&
      request.headers['x-publishable-api-key'] !== this.key
    ) {
      answer = {
        status: 400,
        type: 'not_allowed',
        message: 'A valid publishable key is required',
      };
    }
    answer ??= await this.#usual(call);
    response.writeHead(Number(answer.status) || 200, {
      'Content-Type': 'application/json',
    });
    response.end(JSON.stringify(answer));
  }

  async #usual(call) {
    switch (call) {
      case 'GET /store/regions':
        return {
          regions: [
            { id: 'reg_1', currency_code: 'eur', countries: [{ iso_2: 'de' }] },
          ],
        };
      case 'GET /store/product-categories':
        return { product_categories: [] };
      case 'GET /store/products':
        return { products: [product], count: 1 };
      case 'POST /store/carts':
      case `GET /store/carts/${CART_ID}`:
      case `POST /store/carts/${CART_ID}/line-items`:
        return { cart: this.cart };
      case 'GET /store/shipping-options':
        return {
          shipping_options: [{ id: 'so_1', name: 'Standard', amount: 5 }],
        };
      case 'POST /store/payment-collections':
      case 'POST /store/payment-collections/paycol_1/payment-sessions':
        return { payment_collection: { id: 'paycol_1' } };
      case `POST /store/carts/${CART_ID}/complete`:
        // As Medusa does: the order of a completed cart is the one that it has.
        await new Promise(resolve => setTimeout(resolve, 50));
        if (!this.isCompleted) this.orders += 1;
        this.isCompleted = true;
        return { type: 'order', order: { id: ORDER_ID } };
      case `GET /store/orders/${ORDER_ID}`:
        return {
          order: {
            ...totals,
            id: ORDER_ID,
            display_id: 7,
            created_at: '2026-01-01T00:00:00.000Z',
          },
        };
      default:
        return { status: 404, type: 'not_found', message: `No ${call}` };
    }
  }
}
