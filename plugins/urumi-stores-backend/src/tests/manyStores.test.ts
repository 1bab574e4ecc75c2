import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { TestStore } from '../__testUtils__/TestStore';
import { storeIdOfNamespace } from '../kubernetes/storeNamespaces';

jest.setTimeout(240_000);

describe('twenty stores at once', () => {
  it('all become ready, and leave nothing behind when they are deleted at once', async () => {
    const client = await TestStore.connect();
    const backend = await startStoresBackend({
      knex: await databases.init('SQLITE_3'),
      kubeconfig: testKubeconfig(),
    });
    const api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
    const stores = await Promise.all(
      Array.from({ length: 20 }, () => api.create()),
    );
    const ids = stores.map(({ store_id: id }) => id);
    expect(new Set(ids).size).toBe(20);
    await Promise.all(ids.map(id => api.until(id, 'READY', 150_000)));
    await Promise.all(ids.map(id => api.delete(id)));
    await Promise.all(ids.map(id => api.until(id, 'DELETED', 150_000)));

    const namespaces = await client.list(
      client.objectPath('v1', 'Namespace', undefined),
    );
    const volumes = await client.list(
      client.objectPath('v1', 'PersistentVolume', undefined),
    );
    const left = [
      ...namespaces.items.map(({ metadata }) => metadata.name),
      ...volumes.items.map(
        ({ spec }) =>
          (spec as { claimRef?: { namespace: string } }).claimRef?.namespace ??
          '',
      ),
    ].filter(name => ids.includes(storeIdOfNamespace(name) ?? ''));
    expect(left).toEqual([]);
    const usage = await api.call('get', '/limits');
    expect(usage.body.stores_total.used).toBe(0);
    await backend.stop();
    await client.close();
  });
});
