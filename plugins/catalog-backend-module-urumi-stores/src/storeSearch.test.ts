import { mockServices } from '@backstage/backend-test-utils';
import { defaultCatalogCollatorEntityTransformer } from '@backstage/plugin-search-backend-module-catalog';
import { LunrSearchEngine } from '@backstage/plugin-search-backend-node';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { aStore } from './__testUtils__/FakeStores';
import { storeToEntity } from './storeToEntity';

const ids = [1, 2, 3].map(n => `019ab3c4-5d6e-7f80-9a0b-1c2d3e4f5a0${n}`);

/** The search engine that Backstage has by default, with what it is told of stores. */
async function searchFor(stores: Store[]) {
  const engine = new LunrSearchEngine({
    logger: mockServices.logger.mock({
      child: () => mockServices.logger.mock(),
    }),
  });
  await pipeline(
    Readable.from(
      stores.map(store => ({
        ...defaultCatalogCollatorEntityTransformer(
          storeToEntity({ store, system: undefined, appBaseUrl: 'http://app' }),
        ),
        location: `/catalog/default/resource/store-${store.id}`,
      })),
    ),
    await engine.getIndexer('software-catalog'),
  );
  return async (term: string) => {
    const { results } = await engine.query({ term });
    return results.map(({ document }) => document.title);
  };
}

describe('the search', () => {
  it.each([
    ['name', 'boutique', 'Boutique'],
    ['start of the name', 'camp', 'Campaign'],
    ['host', 'sale.shops.example.com', 'Campaign'],
    ['start of the host', 'sale.sh', 'Campaign'],
    ['default host', `store-${ids[0]}.localhost`, 'Boutique'],
    ['owner', 'marketing', 'Campaign'],
    ['owner of two words', 'spare-parts', 'Workshop'],
    ['owner as entity ref', 'group:default/marketing', 'Campaign'],
    ['engine', 'medusa', 'Workshop'],
  ])('finds a store first by its %s', async (_, term, expected) => {
    const search = await searchFor([
      aStore({ id: ids[0], display_name: 'Boutique' }),
      aStore({
        id: ids[1],
        display_name: 'Campaign',
        owner: 'group:default/marketing',
        hostname: 'sale.shops.example.com',
      }),
      aStore({
        id: ids[2],
        display_name: 'Workshop',
        owner: 'group:default/spare-parts',
        engine: 'medusa',
      }),
    ]);
    const [first] = await search(term);
    expect(first).toBe(expected);
  });
});
