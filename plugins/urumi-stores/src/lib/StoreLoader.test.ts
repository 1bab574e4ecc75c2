import { ListStoresQuery } from '@urumi/backstage-plugin-urumi-stores-common';
import { aStore } from '../__testUtils__/stores';
import { StoreLoader } from './StoreLoader';

/** An API that knows the stores `s0`, `s1` ... and notes what it is asked for. */
function anApi() {
  const asked: string[][] = [];
  return {
    asked,
    async listStores(query: ListStoresQuery = {}) {
      const ids = query.id ?? [];
      asked.push(ids);
      return {
        items: ids
          .filter(id => id.startsWith('s'))
          .map(id => aStore({ id, display_name: `Shop ${id}` })),
      };
    },
  };
}

describe('StoreLoader', () => {
  it('asks once for what is wanted at the same time, and gives each its own', async () => {
    const api = anApi();
    const stores = await Promise.all(
      ['s1', 's2', 'unknown', 's1'].map(id => StoreLoader.of(api).load(id)),
    );
    expect(stores.map(store => store?.display_name)).toEqual([
      'Shop s1',
      'Shop s2',
      undefined,
      'Shop s1',
    ]);
    expect(api.asked).toEqual([['s1', 's2', 'unknown']]);
  });

  it('asks again for what is wanted later', async () => {
    const api = anApi();
    await StoreLoader.of(api).load('s1');
    await StoreLoader.of(api).load('s1');
    expect(api.asked).toEqual([['s1'], ['s1']]);
  });

  it('never asks for more than the API takes', async () => {
    const api = anApi();
    const ids = Array.from({ length: 101 }, (_, index) => `s${index}`);
    const stores = await Promise.all(
      ids.map(id => StoreLoader.of(api).load(id)),
    );
    expect(stores.map(store => store?.id)).toEqual(ids);
    expect(api.asked.map(({ length }) => length)).toEqual([100, 1]);
  });

  it('fails all that asked, and goes on afterwards', async () => {
    const api = anApi();
    const { listStores } = api;
    api.listStores = async () => {
      throw new Error('away');
    };
    const loader = StoreLoader.of(api);
    await expect(
      Promise.allSettled([loader.load('s1'), loader.load('s2')]),
    ).resolves.toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    api.listStores = listStores;
    await expect(loader.load('s1')).resolves.toMatchObject({ id: 's1' });
  });
});
