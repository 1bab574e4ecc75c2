import { createHelmScript } from '../__testUtils__/helmScript';
import {
  loadPreviousRelease,
  PREVIOUS_RELEASE,
  replayPreviousRelease,
} from '../__testUtils__/previousRelease';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases, migratedDatabase } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { findStore } from '../database/operations/findStore';
import { JobRow } from '../database/rows';
import { JOB_STEPS } from '../jobs/plan';

jest.setTimeout(240_000);

type DatabaseId = Parameters<typeof databases.init>[0];

function apiOf(backend: Awaited<ReturnType<typeof startStoresBackend>>) {
  return new StoresApi({
    server: () => backend.server,
    authorization: asUser('sana'),
  });
}

/** A store in the cluster, with all that is made before Helm is called, and nobody who works on it. */
async function leaveHalfAStore(databaseId: DatabaseId) {
  const knex = await databases.init(databaseId);
  const helm = await createHelmScript();
  await helm.hold();
  const backend = await startStoresBackend({
    knex,
    kubeconfig: testKubeconfig(),
    config: { helm: { binary: helm.binary } },
  });
  const { store_id: storeId } = await apiOf(backend).create();
  await helm.upgradeCalled();
  const store = await findStore(knex, storeId);
  await backend.stop();
  await helm.open();
  return { storeId, namespaceUid: `${store?.namespace_uid}` };
}

describe.each(databases.eachSupportedId())(
  'the database of the release before, on %s',
  databaseId => {
    it('is brought up to date, and its half-made store finished', async () => {
      const half = await leaveHalfAStore(databaseId);
      const knex = await databases.init(databaseId);
      await loadPreviousRelease(knex, half);

      const backend = await startStoresBackend({
        knex,
        kubeconfig: testKubeconfig(),
      });
      const api = apiOf(backend);
      const store = await api.until(half.storeId, 'READY');
      expect(store).toMatchObject({
        display_name: 'Halb fertig 🧀',
        job: { action: 'PROVISION', state: 'SUCCEEDED' },
      });
      expect(store.steps.map(({ name }) => name)).toEqual(JOB_STEPS.PROVISION);
      const told = (await api.events(half.storeId)).map(
        ({ event_type: type, data }) => [type, data.step].join(' ').trim(),
      );
      // Begun by the release before, and gone on with by this one: nothing is told twice.
      expect(told).toEqual([
        'queued',
        'install_started',
        'step.finished namespace',
        'step.finished guardrails',
        'step.finished credentials',
        'job.lease_expired',
        'step.finished release',
        'step.finished workloads',
        'step.skipped storefront',
        'step.skipped checkout',
        'ready',
      ]);

      const { ready, deleted } = PREVIOUS_RELEASE;
      expect(await api.get(ready)).toMatchObject({ status: 'READY' });
      const receipt = await api.call('get', `/stores/${deleted}/receipt`);
      expect(receipt.status).toBe(200);

      await api.delete(half.storeId);
      await api.until(half.storeId, 'DELETED');
      await backend.stop();
    });

    it('still takes all statements of that release', async () => {
      const knex = await migratedDatabase(databaseId);
      await replayPreviousRelease(knex);
      const { ready } = PREVIOUS_RELEASE;
      expect(await findStore(knex, ready)).toMatchObject({ status: 'DELETED' });
      expect(
        await knex<JobRow>('provisioning_jobs')
          .where({ store_id: ready })
          .orderBy('created_at')
          .select('action', 'status'),
      ).toEqual(
        ['PROVISION', 'RECONCILE', 'DELETE'].map(action => ({
          action,
          status: 'SUCCEEDED',
        })),
      );
    });
  },
);
