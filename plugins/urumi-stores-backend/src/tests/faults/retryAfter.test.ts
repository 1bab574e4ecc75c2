import { FaultProxy } from '../../__testUtils__/FaultProxy';
import { asking, throttling } from '../../__testUtils__/faults';
import { asUser, startStoresBackend } from '../../__testUtils__/storesBackend';
import { StoresApi } from '../../__testUtils__/StoresApi';
import { databases } from '../../__testUtils__/testDatabase';
import { testKubeconfig } from '../../__testUtils__/testEnvironment';

jest.setTimeout(120_000);

it('a cluster that asks for patience gets as much as it asks for, and no attempt is used up', async () => {
  const proxy = await FaultProxy.start(testKubeconfig());
  const backend = await startStoresBackend({
    knex: await databases.init('SQLITE_3'),
    kubeconfig: proxy.kubeconfig,
  });
  const api = new StoresApi({
    server: () => backend.server,
    authorization: asUser('sana'),
  });
  const busy = proxy.inject({
    matches: asking(/./, /\/namespaces\/store-/),
    fault: throttling(90),
  });
  const { store_id: id } = await api.create();
  const { job, failure } = await api.until(
    id,
    store => store.job?.waiting_for === 'cluster',
  );
  expect(failure).toBeNull();
  expect(job?.attempt).toBe(0);
  expect(
    Date.parse(job?.run_after ?? '') - Date.parse(job?.updated_at ?? ''),
  ).toBe(90_000);
  expect(busy.hits()).toBe(1);
  const { body } = await api.call('get', '/clusters');
  expect(body[0].incident).toMatchObject({
    message: "The cluster 'local' cannot serve at the moment.",
    stores_waiting: 1,
  });
  await backend.stop();
  await proxy.stop();
});
