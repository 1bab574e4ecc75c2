import { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { createInventoryLevelsWorkflow } from '@medusajs/medusa/core-flows';
import { WAREHOUSE } from './selling';

const PIECES = 1000;

/** Puts a lot of each variant into the warehouse. */
export async function addStock(
  container: MedusaContainer,
  variantIds: string[],
): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const locationId = await findWarehouse(container);
  const { data: variants } = await query.graph({
    entity: 'product_variant',
    fields: ['inventory_items.inventory_item_id'],
    filters: { id: variantIds },
  });
  await createInventoryLevelsWorkflow(container).run({
    input: {
      inventory_levels: variants
        .flatMap(({ inventory_items: items }) => items ?? [])
        .flatMap(item =>
          item
            ? [
                {
                  location_id: locationId,
                  inventory_item_id: item.inventory_item_id,
                  stocked_quantity: PIECES,
                },
              ]
            : [],
        ),
    },
  });
}

/** The set-up's, or the shop's default when the merchant has renamed it. */
export async function findWarehouse(
  container: MedusaContainer,
): Promise<string> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data: locations } = await query.graph({
    entity: 'stock_location',
    fields: ['id', 'name'],
  });
  const location =
    locations.find(({ name }) => name === WAREHOUSE) ?? locations[0];
  if (!location) {
    throw new Error('The shop has no stock location; add one in its admin');
  }
  return location.id;
}
