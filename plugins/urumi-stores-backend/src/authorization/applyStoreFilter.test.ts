import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/testDatabase';
import { applyStoreFilter } from './applyStoreFilter';
import { StoreFilter } from './storeResourceRef';

jest.setTimeout(60_000);

const STORES = [
  { name: 'a', owner: 'group:default/storefront', engine: 'woocommerce' },
  { name: 'b', owner: 'group:default/storefront', engine: 'medusa' },
  { name: 'c', owner: 'group:default/marketing', engine: 'woocommerce' },
  { name: 'd', owner: 'user:default/o_brien%', engine: 'medusa' },
];

async function insertStores(knex: Knex) {
  await knex('stores').insert(
    STORES.map(({ name, owner, engine }, index) => ({
      id: `00000000-0000-7000-8000-00000000000${index}`,
      engine,
      display_name: name,
      namespace: `store-${name}`,
      release_name: `store-${name}`,
      status: 'READY',
      created_at: index,
      updated_at: index,
      plan: 'small',
      cluster: name === 'a' ? 'eu' : 'us',
      owner_ref: owner,
      created_by: owner,
      hostname: `${name}.example.com`,
      parameters: '{}',
      chart_version: '1.0.0',
      desired: 'present',
      conditions: '[]',
    })),
  );
}

const owner = (...values: string[]): StoreFilter => ({ key: 'owner', values });
const engine = (...values: string[]): StoreFilter => ({
  key: 'engine',
  values,
});
const cluster = (...values: string[]): StoreFilter => ({
  key: 'cluster',
  values,
});

const CASES: [string, PermissionCriteria<StoreFilter>, string][] = [
  ['an owner', owner('group:default/storefront'), 'ab'],
  [
    'one of several owners',
    owner('group:default/marketing', 'user:default/o_brien%'),
    'cd',
  ],
  ['an owner whom no store has', owner(`x' OR '1'='1`), ''],
  ['no values', owner(), ''],
  ['the opposite of no values', { not: owner() }, 'abcd'],
  ['an engine', engine('medusa'), 'bd'],
  ['a cluster', cluster('eu'), 'a'],
  [
    'all of several',
    { allOf: [owner('group:default/storefront'), engine('medusa')] },
    'b',
  ],
  [
    'any of several',
    { anyOf: [owner('group:default/marketing'), cluster('eu')] },
    'ac',
  ],
  ['a negation', { not: cluster('eu') }, 'bcd'],
  [
    'a negation of any',
    { not: { anyOf: [cluster('eu'), engine('medusa')] } },
    'c',
  ],
  [
    'all inside any inside all',
    {
      allOf: [
        {
          anyOf: [
            { allOf: [engine('woocommerce'), { not: cluster('us') }] },
            owner('group:default/marketing'),
            { not: { not: engine('medusa') } },
          ],
        },
        { not: owner('user:default/o_brien%') },
      ],
    },
    'abc',
  ],
];

describe('applyStoreFilter', () => {
  it.each(databases.eachSupportedId())('narrows a list on %p', async id => {
    const knex = await migratedDatabase(id);
    await insertStores(knex);

    for (const [name, filter, expected] of CASES) {
      const rows: { display_name: string }[] = await applyStoreFilter(
        knex('stores').where('status', 'READY'),
        filter,
      ).orderBy('created_at');
      const found = rows.map(row => row.display_name).join('');
      expect(`${name}: ${found}`).toBe(`${name}: ${expected}`);
    }
  });
});
