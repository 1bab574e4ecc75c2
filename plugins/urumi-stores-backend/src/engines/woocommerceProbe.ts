import { createHmac } from 'node:crypto';
import { JsonObject, JsonValue } from '@backstage/types';
import {
  asList,
  asObject,
  asObjects,
  ProbeOrder,
  recogniseStore,
  requestConnections,
  StoreProbe,
  StoreProbeContext,
  StoreProbeError,
} from '@urumi/backstage-plugin-urumi-stores-node';
import {
  createWooCommerceAdminApi,
  readJson,
  WooCommerceAdminApi,
} from './woocommerceAdminApi';
import { probeAddress } from './woocommerceProbeAddress';
import { WOOCOMMERCE_DEFAULTS } from './woocommerceParameters';

/** The set-up makes the first with the sample products, and the second, hidden, without them. */
const PRODUCT_SKUS = ['sample-mug', 'urumi-probe'];

/** Cash on delivery: it needs no contract and moves no money. */
const PAYMENT_METHOD = 'cod';

/** By this address everybody can tell the probe's orders; mail to it goes nowhere. */
const PROBE_EMAIL = 'probe@urumi.invalid';

/** The shop puts it on orders whose checkout the platform signed, and only on those. */
const PROBE_MARK = '_urumi_probe';

const OPEN_STATUSES = 'pending,processing,on-hold';

/** How the platform finds out that a WooCommerce shop sells. */
export const woocommerceProbe: StoreProbe = {
  async storefront(context) {
    await recogniseStore(context, 'woocommerce');
    await recogniseShop(context);
  },

  async checkout(context) {
    const admin = createWooCommerceAdminApi(context);
    await takeBackOpenOrders(admin);
    const country = await readCountry(context, admin);
    const order = await placeOrder(context, probeAddress(country));
    return takeBackOrder(admin, order);
  },

  connect: requestConnections,
};

/** A bare WordPress answers this with 404. */
async function recogniseShop(context: StoreProbeContext) {
  const answer = await context.request({
    path: '/wp-json/wc/store/v1/products?per_page=1',
  });
  if (
    answer.status !== 200 ||
    answer.headers['x-urumi-store'] !== context.storeId ||
    !Array.isArray(answer.json())
  ) {
    throw new StoreProbeError({
      code: 'NoShop',
      message: `The site answers, but there is no shop in it: GET /wp-json/wc/store/v1/products answered ${answer.status}`,
      retry: true,
    });
  }
}

/** Of a probe that ended before it could do so. */
async function takeBackOpenOrders(admin: WooCommerceAdminApi) {
  const orders = await admin.call('GET', '/orders', {
    query: { search: PROBE_EMAIL, status: OPEN_STATUSES },
  });
  for (const order of asObjects(orders)) {
    if (isMarked(order)) {
      await takeBack(admin, Number(order.id));
    }
  }
}

function isMarked(order: JsonObject): boolean {
  return asObjects(order.meta_data).some(
    ({ key, value }) => key === PROBE_MARK && value === '1',
  );
}

/** The country, and one of its states when it has any: orders from there need one. */
async function readCountry(
  { parameters }: StoreProbeContext,
  admin: WooCommerceAdminApi,
) {
  const { country } = { ...WOOCOMMERCE_DEFAULTS, ...parameters };
  const code = String(country);
  const { states } = asObject(
    await admin.call('GET', `/data/countries/${code.toLowerCase()}`),
  );
  const [state] = asList(states);
  return {
    code,
    state: state === undefined ? undefined : String(asObject(state).code),
  };
}

async function placeOrder(
  context: StoreProbeContext,
  address: JsonObject,
): Promise<number> {
  const productId = await findProduct(context);
  const cart = await context.request({ path: '/wp-json/wc/store/v1/cart' });
  readJson(cart, 'The cart');
  const token = cart.headers['cart-token'];
  if (!token) {
    throw new StoreProbeError({
      code: 'NoCart',
      message: 'The shop gave no cart: its answer has no Cart-Token',
    });
  }
  const signature = createHmac(
    'sha256',
    context.credentials['api-consumer-secret'],
  )
    .update(token)
    .digest('hex');
  const post = async (path: string, body: JsonValue) =>
    asObject(
      readJson(
        await context.request({
          method: 'POST',
          path: `/wp-json/wc/store/v1/${path}`,
          headers: { 'cart-token': token, 'x-urumi-probe': signature },
          body,
        }),
        `POST ${path}`,
      ),
    );
  const addresses = {
    billing_address: { ...address, email: PROBE_EMAIL },
    shipping_address: address,
  };
  await post('cart/add-item', { id: productId, quantity: 1 });
  const { payment_methods: methods, shipping_rates: packages } = await post(
    'cart/update-customer',
    addresses,
  );
  if (!asList(methods).includes(PAYMENT_METHOD)) {
    throw new StoreProbeError({
      code: 'NoPaymentMethod',
      layer: 'payment',
      message: `Cash on delivery is not offered (${
        asList(methods).join(', ') || 'nothing is'
      }), so that no order can be tried`,
    });
  }
  const rates = asList(packages).flatMap(one =>
    asList(asObject(one).shipping_rates),
  );
  if (rates.length > 0 && !rates.some(rate => asObject(rate).selected)) {
    throw new StoreProbeError({
      code: 'NoShipping',
      message: `Nothing is shipped to ${address.country}: no shipping rate is selected`,
    });
  }
  const { order_id: orderId, payment_result: payment } = await post(
    'checkout',
    {
      ...addresses,
      payment_method: PAYMENT_METHOD,
      customer_note: 'A test of the platform. It is taken back at once.',
    },
  );
  if (asObject(payment).payment_status !== 'success') {
    throw new StoreProbeError({
      code: 'PaymentFailed',
      layer: 'payment',
      message: `The checkout ended with the payment status '${
        asObject(payment).payment_status
      }'`,
    });
  }
  return Number(orderId);
}

async function findProduct({ request }: StoreProbeContext): Promise<number> {
  for (const filter of [
    ...PRODUCT_SKUS.map(sku => `sku=${sku}`),
    // A merchant may have removed the sample products.
    'type=simple&stock_status=instock&per_page=1',
  ]) {
    const answer = await request({
      path: `/wp-json/wc/store/v1/products?${filter}`,
    });
    for (const product of asList(readJson(answer, 'The list of products'))) {
      const { id, is_purchasable, is_in_stock } = asObject(product);
      if (is_purchasable && is_in_stock) {
        return Number(id);
      }
    }
  }
  throw new StoreProbeError({
    code: 'NoProduct',
    message: 'The shop has no product that can be bought',
  });
}

/** Finds the order as the merchant would, and cancels it. */
async function takeBackOrder(
  admin: WooCommerceAdminApi,
  orderId: number,
): Promise<ProbeOrder> {
  const order = asObject(await admin.call('GET', `/orders/${orderId}`));
  if (
    asObject(order.billing).email !== PROBE_EMAIL ||
    order.status !== 'processing'
  ) {
    throw new StoreProbeError({
      code: 'OrderNotFound',
      message: `The admin API has order ${orderId}, but it is not the one that was placed (status '${order.status}')`,
    });
  }
  if (!isMarked(order)) {
    throw new StoreProbeError({
      code: 'OrderNotMarked',
      message: `The shop took order ${orderId} of the platform for a customer's: its set-up has not stored the platform's key, so that reports count the order and mail goes out about it`,
    });
  }
  await takeBack(admin, orderId);
  return {
    orderNumber: String(order.number),
    total: `${order.total} ${order.currency}`,
  };
}

/** WooCommerce puts the goods of a cancelled order back into stock, and leaves it out of reports. */
async function takeBack(admin: WooCommerceAdminApi, orderId: number) {
  const { status } = asObject(
    await admin.call('PUT', `/orders/${orderId}`, {
      body: { status: 'cancelled' },
    }),
  );
  if (status !== 'cancelled') {
    throw new StoreProbeError({
      code: 'OrderNotTakenBack',
      message: `Order ${orderId} of the probe could not be cancelled: it is '${status}'`,
      retry: true,
    });
  }
}
