import { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { updateStoresWorkflow } from '@medusajs/medusa/core-flows';
import { ShopSettings } from '../lib/setupState';

/** Ids that everything else hangs on. Medusa makes this store and its channel when it first starts. */
export async function findShop(
  container: MedusaContainer,
): Promise<{ id: string; salesChannelId: string; currencies: string[] }> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const {
    data: [store],
  } = await query.graph({
    entity: 'store',
    fields: [
      'id',
      'default_sales_channel_id',
      'supported_currencies.currency_code',
    ],
  });
  if (!store?.default_sales_channel_id) {
    throw new Error(
      'The shop has no default sales channel; choose one in its admin',
    );
  }
  return {
    id: store.id,
    salesChannelId: store.default_sales_channel_id,
    currencies: (store.supported_currencies ?? []).flatMap(
      (currency: { currency_code: string } | null) =>
        currency ? [currency.currency_code] : [],
    ),
  };
}

/** Gives a new shop its name and its only currency. */
export async function nameShop(
  container: MedusaContainer,
  { name, currency }: ShopSettings,
): Promise<void> {
  const { id } = await findShop(container);
  await updateStoresWorkflow(container).run({
    input: {
      selector: { id },
      update: {
        name,
        supported_currencies: [{ currency_code: currency, is_default: true }],
      },
    },
  });
}
