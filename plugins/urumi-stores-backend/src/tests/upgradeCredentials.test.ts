import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreEngineCredentials } from '@urumi/backstage-plugin-urumi-stores-node';
import { createTestEngine, engineModule } from '../__testUtils__/engineModule';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { TestStore } from '../__testUtils__/TestStore';
import { findChartsDirectory } from '../engines';
import { CREDENTIALS_SECRET } from '../jobs/plan';
import { ClusterClient } from '../kubernetes';
import { readCredentialsSecret } from '../kubernetes/credentialsSecret';

jest.setTimeout(240_000);

describe('an upgrade to a chart that wants one more password', () => {
  const ENGINE = 'keyed';
  let client: ClusterClient;
  let directory: string;
  let backend: Awaited<ReturnType<typeof startStoresBackend>> | undefined;
  const api = new StoresApi({
    server: () => {
      if (!backend) {
        throw new Error('The backend is not started');
      }
      return backend.server;
    },
    authorization: asUser('sana'),
  });

  beforeAll(async () => {
    client = await TestStore.connect();
    directory = await mkdtemp(join(tmpdir(), 'keyed-chart-'));
  });

  afterAll(async () => {
    await backend?.stop();
    await client.close();
    await rm(directory, { recursive: true });
  });

  /** A copy of the chart of WooCommerce that calls itself that version. */
  async function chartOf(version: string): Promise<string> {
    const chart = join(directory, version);
    await cp(join(findChartsDirectory(), 'woocommerce'), chart, {
      recursive: true,
    });
    const file = join(chart, 'Chart.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace(/^version: .*$/m, `version: ${version}`),
    );
    return chart;
  }

  it('makes that one, and keeps those that the data knows', async () => {
    const knex = await databases.init('SQLITE_3');
    const start = async (
      version: string,
      generate: StoreEngineCredentials['generate'],
    ) => {
      const { credentials } = createTestEngine({ id: ENGINE });
      return startStoresBackend({
        knex,
        kubeconfig: testKubeconfig(),
        features: [
          engineModule([
            createTestEngine({
              id: ENGINE,
              chartDirectory: await chartOf(version),
              credentials: { ...credentials, generate },
            }),
          ]),
        ],
      });
    };
    const { generate } = createTestEngine({ id: ENGINE }).credentials;

    backend = await start('1.0.0', generate);
    const { store_id: id, namespace } = await api.create({ engine: ENGINE });
    await api.until(id, 'READY');
    const secret = { namespace, name: CREDENTIALS_SECRET };
    const before = await readCredentialsSecret(client, secret);
    expect(Object.keys(before ?? {})).toEqual(Object.keys(generate()).sort());
    await backend.stop();

    backend = await start('2.0.0', () => ({
      ...generate(),
      'session-key': 'made by the newer version',
    }));
    const { queued_job_id: jobId } = await api.upgrade(id, {
      chart_version: '2.0.0',
    });
    const store = await api.until(
      id,
      ({ job }) => job?.id === jobId && job.completed_at !== null,
    );
    expect(store).toMatchObject({
      chart_version: '2.0.0',
      job: { state: 'SUCCEEDED' },
    });
    expect(
      store.steps.find(({ name }) => name === 'credentials')?.message,
    ).toMatch(/has got the keys session-key; the others are as they were\.$/);
    expect(await readCredentialsSecret(client, secret)).toEqual({
      ...before,
      'session-key': 'made by the newer version',
    });

    // Nothing is left to add: the next upgrade leaves them as they are.
    const again = await api.upgrade(id, { plan: 'medium' });
    await api.until(
      id,
      ({ job }) => job?.id === again.queued_job_id && job.completed_at !== null,
    );
    expect(await readCredentialsSecret(client, secret)).toEqual({
      ...before,
      'session-key': 'made by the newer version',
    });

    // A Secret that is gone is not made anew by an upgrade.
    await client.delete(
      client.objectPath('v1', 'Secret', namespace, CREDENTIALS_SECRET),
    );
    const lost = await api.upgrade(id, {
      plan: 'small',
      roll_back_on_failure: false,
    });
    // What it has applied before is brought in order afterwards, by a job of its own.
    await api.until(id, ({ events }) =>
      events.some(
        ({ event_type, job_id }) =>
          event_type === 'upgrade.failed' && job_id === lost.queued_job_id,
      ),
    );
    expect(await readCredentialsSecret(client, secret)).toBeUndefined();
    await api.delete(id);
    await api.until(id, 'DELETED');
  });
});
