import { MedusaContainer } from '@medusajs/framework/types';
import {
  ContainerRegistrationKeys,
  ProductStatus,
} from '@medusajs/framework/utils';
import {
  createPriceListsWorkflow,
  createProductCategoriesWorkflow,
  createProductsWorkflow,
} from '@medusajs/medusa/core-flows';
import { ShopSettings } from '../lib/setupState';
import { priceIn } from './prices';
import { SAMPLE_PRODUCTS, SampleProduct } from './sampleProducts';
import { shippingProfileId } from './selling';
import { findShop } from './shop';
import { addStock } from './stock';

const SALE = 'Sample sale';

/** What Medusa's admin itself writes for a product that comes in one kind only. */
const ONE_KIND = { option: 'Default option', value: 'Default option value' };

/** Adds sample products that are not there. */
export async function addSampleProducts(
  container: MedusaContainer,
  { currency }: ShopSettings,
  samples: SampleProduct[],
): Promise<void> {
  const { salesChannelId } = await findShop(container);
  const profileId = await shippingProfileId(container);
  const categories = await ensureCategories(container, samples);
  const { result: products } = await createProductsWorkflow(container).run({
    input: {
      products: samples.map(sample => ({
        title: sample.title,
        subtitle: sample.summary,
        handle: handleOf(sample),
        description: sample.text,
        status: ProductStatus.PUBLISHED,
        shipping_profile_id: profileId,
        category_ids: [categories.get(sample.category) ?? ''],
        sales_channels: [{ id: salesChannelId }],
        // From the root of the host, so that they are there whatever the host is called.
        thumbnail: `/static/samples/${sample.name}-400.webp`,
        images: [{ url: `/static/samples/${sample.name}-800.webp` }],
        ...variantsOf(sample, currency),
      })),
    },
  });
  await addStock(
    container,
    products.flatMap(({ variants }) => variants.map(({ id }) => id)),
  );
  await addSale(container, currency, samples);
}

export function handleOf({ name }: SampleProduct): string {
  return `sample-${name}`;
}

function variantsOf(sample: SampleProduct, currency: string) {
  const option = sample.sizes ? 'Size' : ONE_KIND.option;
  const values = sample.sizes ?? [ONE_KIND.value];
  return {
    options: [{ title: option, values }],
    variants: values.map(value => ({
      title: sample.sizes ? value : 'Default variant',
      sku: sample.sizes
        ? `${handleOf(sample)}-${value.toLowerCase()}`
        : handleOf(sample),
      options: { [option]: value },
      manage_inventory: true,
      prices: [
        { currency_code: currency, amount: priceIn(currency, sample.dollars) },
      ],
    })),
  };
}

/** @returns ids by name. */
async function ensureCategories(
  container: MedusaContainer,
  samples: SampleProduct[],
): Promise<Map<string, string>> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data: existing } = await query.graph({
    entity: 'product_category',
    fields: ['id', 'name'],
  });
  const names = [...new Set(samples.map(({ category }) => category))].filter(
    name => !existing.some(category => category.name === name),
  );
  const { result: added } = names.length
    ? await createProductCategoriesWorkflow(container).run({
        input: {
          product_categories: names.map(name => ({
            name,
            is_active: true,
            is_internal: false,
          })),
        },
      })
    : { result: [] };
  return new Map([...existing, ...added].map(({ id, name }) => [name, id]));
}

async function addSale(
  container: MedusaContainer,
  currency: string,
  samples: SampleProduct[],
): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data: variants } = await query.graph({
    entity: 'product_variant',
    fields: ['id', 'product.handle'],
    filters: {
      product: {
        handle: samples.filter(({ sale }) => sale !== undefined).map(handleOf),
      },
    },
  });
  const prices = variants.flatMap(({ id, product }) => {
    const sample = samples.find(one => handleOf(one) === product?.handle);
    return sample?.sale === undefined
      ? []
      : [
          {
            variant_id: id,
            currency_code: currency,
            amount: priceIn(currency, sample.sale),
          },
        ];
  });
  if (prices.length > 0) {
    await createPriceListsWorkflow(container).run({
      input: {
        price_lists_data: [
          {
            title: SALE,
            description: 'Shows what a reduced price looks like',
            status: 'active',
            prices,
          },
        ],
      },
    });
  }
}
