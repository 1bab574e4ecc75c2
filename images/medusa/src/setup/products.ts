import { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import { deleteProductsWorkflow } from '@medusajs/medusa/core-flows';
import { ShopSettings } from '../lib/setupState';
import { addSampleProducts, handleOf } from './addSampleProducts';
import { addProbeProduct, PROBE_HANDLE } from './probeProduct';
import { SAMPLE_PRODUCTS } from './sampleProducts';

/**
 * Which products are being added, by their handles. Their rows, prices and stock come in steps, so
 * that a set-up that is killed may leave half of them.
 */
export interface ProductJournal {
  read(): Promise<string[]>;
  begin(handles: string[]): Promise<void>;
  end(): Promise<void>;
}

/**
 * Adds what customers can buy, or else what the platform's probe can, unless it is there. The
 * merchant's changes of what is there stay.
 */
export async function addProducts(options: {
  container: MedusaContainer;
  settings: ShopSettings;
  journal: ProductJournal;
}): Promise<void> {
  const { container, settings, journal } = options;
  await removeProducts(container, await journal.read());

  const wanted = settings.sampleData
    ? SAMPLE_PRODUCTS.map(handleOf)
    : [PROBE_HANDLE];
  const there = await findProducts(container, wanted);
  const missing = wanted.filter(
    handle => !there.some(product => product.handle === handle),
  );
  await journal.begin(missing);
  if (missing.includes(PROBE_HANDLE)) {
    await addProbeProduct(container, settings);
  } else if (missing.length > 0) {
    await addSampleProducts(
      container,
      settings,
      SAMPLE_PRODUCTS.filter(sample => missing.includes(handleOf(sample))),
    );
  }
  await journal.end();
}

async function findProducts(container: MedusaContainer, handles: string[]) {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: 'product',
    fields: ['id', 'handle'],
    filters: { handle: handles },
  });
  return data;
}

async function removeProducts(
  container: MedusaContainer,
  handles: string[],
): Promise<void> {
  if (handles.length === 0) {
    return;
  }
  const products = await findProducts(container, handles);
  await deleteProductsWorkflow(container).run({
    input: { ids: products.map(({ id }) => id) },
  });
  // Their stock may not be theirs yet.
  const inventory = container.resolve(Modules.INVENTORY);
  const items = await inventory.listInventoryItems({}, { take: 10_000 });
  await inventory.deleteInventoryItems(
    items
      .filter(({ sku }) =>
        handles.some(handle => sku === handle || sku?.startsWith(`${handle}-`)),
      )
      .map(({ id }) => id),
  );
}
