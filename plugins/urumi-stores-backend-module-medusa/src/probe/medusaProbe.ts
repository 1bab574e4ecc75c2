import {
  requestConnections,
  StoreProbe,
} from '@urumi/backstage-plugin-urumi-stores-node';
import {
  findOrder,
  findPublishableKeys,
  loginAsAdmin,
  takeBack,
  takeBackOpenOrders,
} from './medusaAdmin';
import { placeOrder } from './placeOrder';
import { recogniseMedusa } from './recogniseMedusa';

/** How the platform finds out that a Medusa shop sells. */
export const medusaProbe: StoreProbe = {
  storefront: recogniseMedusa,

  async checkout(context) {
    const admin = await loginAsAdmin(context);
    await takeBackOpenOrders(admin);
    const keys = await findPublishableKeys(admin);
    const order = await findOrder(admin, await placeOrder(context, keys));
    await takeBack(admin, order);
    return {
      orderNumber: String(order.display_id),
      total: `${order.total} ${String(order.currency_code).toUpperCase()}`,
    };
  },

  connect: requestConnections,
};
