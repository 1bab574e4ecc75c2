import { MedusaContainer } from '@medusajs/framework/types';
import {
  ContainerRegistrationKeys,
  ProductStatus,
} from '@medusajs/framework/utils';
import {
  createApiKeysWorkflow,
  createProductsWorkflow,
  createSalesChannelsWorkflow,
  linkSalesChannelsToApiKeyWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
} from '@medusajs/medusa/core-flows';
import { PROBE_CHANNEL } from '../lib/probeChannel';
import { ShopSettings } from '../lib/setupState';
import { priceIn } from './prices';
import { shippingProfileId } from './selling';
import { addStock, findWarehouse } from './stock';

export const PROBE_HANDLE = 'urumi-probe';

/**
 * Adds what the platform's probe buys in a shop without sample products, in a sales channel that
 * only the probe has the key of.
 */
export async function addProbeProduct(
  container: MedusaContainer,
  { currency }: ShopSettings,
): Promise<void> {
  const channelId = await ensureProbeChannel(container);
  const option = 'Default option';
  const value = 'Default option value';
  const {
    result: [product],
  } = await createProductsWorkflow(container).run({
    input: {
      products: [
        {
          title: 'Platform probe',
          handle: PROBE_HANDLE,
          description:
            'The platform orders it, and cancels the order, to find out whether the shop sells. No customer sees it.',
          status: ProductStatus.PUBLISHED,
          shipping_profile_id: await shippingProfileId(container),
          sales_channels: [{ id: channelId }],
          options: [{ title: option, values: [value] }],
          variants: [
            {
              title: 'Default variant',
              sku: PROBE_HANDLE,
              options: { [option]: value },
              manage_inventory: true,
              prices: [
                { currency_code: currency, amount: priceIn(currency, 1) },
              ],
            },
          ],
        },
      ],
    },
  });
  await addStock(
    container,
    product.variants.map(({ id }) => id),
  );
}

/** @returns its id. */
async function ensureProbeChannel(container: MedusaContainer): Promise<string> {
  const channelId =
    (await findByName(container, 'sales_channel', 'name')) ??
    (await createChannel(container));
  const keyId =
    (await findByName(container, 'api_key', 'title')) ??
    (await createKey(container));
  await linkSalesChannelsToStockLocationWorkflow(container).run({
    input: { id: await findWarehouse(container), add: [channelId] },
  });
  await linkSalesChannelsToApiKeyWorkflow(container).run({
    input: { id: keyId, add: [channelId] },
  });
  return channelId;
}

async function findByName(
  container: MedusaContainer,
  entity: 'sales_channel' | 'api_key',
  field: 'name' | 'title',
): Promise<string | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const {
    data: [found],
  } = await query.graph({
    entity,
    fields: ['id'],
    filters: { [field]: PROBE_CHANNEL },
  });
  return found?.id;
}

async function createChannel(container: MedusaContainer): Promise<string> {
  const { result } = await createSalesChannelsWorkflow(container).run({
    input: {
      salesChannelsData: [
        {
          name: PROBE_CHANNEL,
          description: 'Where the platform finds out whether the shop sells',
        },
      ],
    },
  });
  return result[0].id;
}

async function createKey(container: MedusaContainer): Promise<string> {
  const { result } = await createApiKeysWorkflow(container).run({
    input: {
      api_keys: [{ type: 'publishable', title: PROBE_CHANNEL, created_by: '' }],
    },
  });
  return result[0].id;
}
