import { JsonObject } from '@backstage/types';
import {
  asObject,
  asObjects,
  StoreProbeContext,
  StoreProbeError,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { createMedusaCall, MedusaCall } from './callMedusa';

/** By this address everybody can tell the probe's orders; mail to it goes nowhere. */
export const PROBE_EMAIL = 'probe@urumi.invalid';

/** Name of the sales channel that the set-up makes for the probe of a shop without samples. */
const PROBE_CHANNEL = 'Platform probe';

const ORDER_FIELDS =
  'id,display_id,status,email,total,currency_code,metadata,items.id';

/** Logs in as the shop's admin does. */
export async function loginAsAdmin(
  context: StoreProbeContext,
): Promise<MedusaCall> {
  const { credentials } = context;
  const answer = await context.request({
    method: 'POST',
    path: '/auth/user/emailpass',
    body: {
      email: credentials['admin-username'],
      password: credentials['admin-password'],
    },
  });
  if (answer.status === 401) {
    throw new StoreProbeError({
      code: 'AdminLoginRefused',
      message:
        'Medusa refuses the admin login of the store’s Secret: the password was changed, or its user was removed',
    });
  }
  const { token } = answer.status === 200 ? asObject(answer.json()) : {};
  if (typeof token !== 'string') {
    throw new StoreProbeError({
      code: 'AdminLoginFailed',
      message: `The admin login was answered with ${answer.status}`,
      retry: answer.status >= 500 || answer.status === 404,
    });
  }
  return createMedusaCall(context, { authorization: `Bearer ${token}` });
}

/** Publishable keys, those of the shop before those of the probe's own sales channel. */
export async function findPublishableKeys(
  admin: MedusaCall,
): Promise<{ shop: string[]; probe: string[] }> {
  const { api_keys: keys } = await admin(
    'GET',
    '/admin/api-keys?type=publishable&limit=50&fields=title,token,revoked_at',
  );
  const tokens = (isWanted: (title: unknown) => boolean) =>
    asObjects(keys)
      .filter(key => !key.revoked_at && isWanted(key.title))
      .map(key => String(key.token));
  return {
    shop: tokens(title => title !== PROBE_CHANNEL),
    probe: tokens(title => title === PROBE_CHANNEL),
  };
}

/** Of a probe that ended before it could do so. */
export async function takeBackOpenOrders(admin: MedusaCall): Promise<void> {
  const { orders } = await admin(
    'GET',
    `/admin/orders?q=${encodeURIComponent(
      PROBE_EMAIL,
    )}&status[]=pending&status[]=canceled&limit=50&fields=${ORDER_FIELDS}`,
  );
  for (const order of asObjects(orders)) {
    if (order.email === PROBE_EMAIL) {
      await takeBack(admin, order);
    }
  }
}

/** Finds an order as the merchant would: among the newest ones. */
export async function findOrder(
  admin: MedusaCall,
  orderId: string,
): Promise<JsonObject> {
  const { orders } = await admin(
    'GET',
    `/admin/orders?order=-created_at&limit=50&fields=${ORDER_FIELDS}`,
  );
  const order = asObjects(orders).find(({ id }) => id === orderId);
  if (!order || order.email !== PROBE_EMAIL || order.status !== 'pending') {
    throw new StoreProbeError({
      code: 'OrderNotFound',
      message: order
        ? `The admin has the order, but not as it was placed (status '${order.status}')`
        : 'The order was placed, but the admin does not have it',
    });
  }
  return order;
}

/**
 * Cancels an order, which puts its goods back into stock, and archives it. It is marked before:
 * Medusa does not let a cancelled order be changed.
 */
export async function takeBack(
  admin: MedusaCall,
  order: JsonObject,
): Promise<void> {
  const path = `/admin/orders/${order.id}`;
  if (order.status !== 'canceled') {
    if (asObject(order.metadata).urumi_probe !== true) {
      await admin('POST', path, { metadata: { urumi_probe: true } });
    }
    await admin('POST', `${path}/cancel`);
  }
  const items = asObjects(order.items)
    .map(({ id }) => `line_item_id[]=${id}`)
    .join('&');
  const { reservations } = await admin(
    'GET',
    `/admin/reservations?${items}&limit=1`,
  );
  if (items && asObjects(reservations).length > 0) {
    throw new StoreProbeError({
      code: 'OrderNotTakenBack',
      message: `Order ${order.display_id} of the probe was cancelled, but its goods are still reserved`,
      retry: true,
    });
  }
  const { order: archived } = await admin('POST', `${path}/archive`);
  const { status } = asObject(archived);
  if (status !== 'archived') {
    throw new StoreProbeError({
      code: 'OrderNotTakenBack',
      message: `Order ${order.display_id} of the probe could not be archived: it is '${status}'`,
      retry: true,
    });
  }
}
