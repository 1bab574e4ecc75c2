import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreOperation } from '@urumi/backstage-plugin-urumi-stores-common';
import { tempDirectory } from '../__testUtils__/tempDirectory';
import { BackendProcess } from '../__testUtils__/BackendProcess';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases } from '../__testUtils__/testDatabase';
import { TestStore } from '../__testUtils__/TestStore';
import { readReleases } from '../helm/releaseSecrets';
import { ClusterClient } from '../kubernetes';

jest.setTimeout(240_000);

describe('workers', () => {
  let client: ClusterClient;
  const backends: BackendProcess[] = [];

  beforeAll(async () => {
    client = await TestStore.connect();
  });

  afterEach(async () => {
    await Promise.all(backends.splice(0).map(backend => backend.stop()));
  });

  afterAll(() => client.close());

  async function createBackend(
    database: Parameters<typeof BackendProcess.create>[0]['database'],
  ) {
    const backend = await BackendProcess.create({ database });
    backends.push(backend);
    return backend;
  }

  const createMany = async (api: StoresApi, count: number) =>
    Promise.all(Array.from({ length: count }, () => api.create()));

  /** Each store is there once, and nothing was told of twice. */
  async function expectEachOnce(api: StoresApi, stores: StoreOperation[]) {
    for (const { store_id: id, namespace, queued_job_id: jobId } of stores) {
      await api.until(id, 'READY', 120_000);
      const revisions = await readReleases(client, {
        namespace,
        release: namespace,
      });
      const [newest, ...earlier] = revisions;
      expect(newest.status).toBe('deployed');
      // A second one only where a killed Helm had left the first one locked.
      for (const { status, description } of earlier) {
        expect(status).not.toBe('deployed');
        expect(description).toMatch(/^Unlocked by job/);
      }
      const told = (await api.events(id))
        .filter(({ event_type: type }) => !type.startsWith('job.'))
        .map(({ event_type: type, job_id: job, data }) =>
          [type, job, data.step].join(' '),
        );
      expect(told).toEqual([...new Set(told)]);
      expect(told).toContain(`ready ${jobId} `);
    }
  }

  async function deleteAll(api: StoresApi, stores: StoreOperation[]) {
    await Promise.all(stores.map(({ store_id: id }) => api.delete(id)));
    await Promise.all(
      stores.map(({ store_id: id }) => api.until(id, 'DELETED', 120_000)),
    );
  }

  it('are killed at any moment of six installations, and each store becomes ready once', async () => {
    const backend = await createBackend({
      client: 'better-sqlite3',
      connection: { directory: tempDirectory('crash') },
    });
    await backend.start();
    const { api } = backend;
    const stores = await createMany(api, 6);
    // Two kills: a job that has ended three workers would not be run again.
    const moments = [randomInt(4_000), randomInt(4_000)];
    try {
      for (const moment of moments) {
        await sleep(moment);
        await backend.kill();
        await backend.start();
      }
      await expectEachOnce(api, stores);
    } catch (error) {
      throw new Error(`Killed after ${moments.join(' and ')} ms: ${error}`);
    }
    await deleteAll(api, stores);
    const limits = await api.call('get', '/limits');
    expect(limits.body.stores_total.used).toBe(0);
  });

  if (databases.supports('POSTGRES_18')) {
    it('of two processes share ten installations, each of which runs once', async () => {
      const knex = await databases.init('POSTGRES_18');
      // Knex hides the password from whoever copies the settings.
      const settings = knex.client.config.connection;
      const connection = { ...settings, password: settings.password };
      const database = {
        client: 'pg',
        connection,
        ensureExists: false,
        plugin: { 'urumi-stores': { connection } },
      };
      const [one, other] = await Promise.all([
        createBackend(database),
        createBackend(database),
      ]);
      // One after the other: both bring the tables up to date.
      await one.start();
      await other.start();
      const stores = (
        await Promise.all([createMany(one.api, 5), createMany(other.api, 5)])
      ).flat();
      await expectEachOnce(other.api, stores);
      const succeeded = await Promise.all([one, other].map(countSucceeded));
      expect(succeeded[0] + succeeded[1]).toBe(10);
      expect(Math.min(...succeeded)).toBeGreaterThan(0);
      for (const { namespace } of stores) {
        expect(
          await readReleases(client, { namespace, release: namespace }),
        ).toMatchObject([{ revision: 1, status: 'deployed' }]);
      }
      await deleteAll(one.api, stores);
    });
  }
});

/** Installations that a backend counts as done. */
async function countSucceeded({ api }: BackendProcess): Promise<number> {
  const { text } = await api.call('get', '/metrics');
  const [, count] =
    /^urumi_provisioning_seconds_count\{[^}]*outcome="ready"[^}]*\} (\d+)$/m.exec(
      text,
    ) ?? [];
  return Number(count ?? 0);
}
