import { StoreProbeError } from '@urumi/backstage-plugin-urumi-stores-node';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import {
  createTestEngine,
  engineModule,
} from '../../__testUtils__/engineModule';
import { asUser, startStoresBackend } from '../../__testUtils__/storesBackend';
import { StoresApi } from '../../__testUtils__/StoresApi';
import { databases } from '../../__testUtils__/testDatabase';
import { testKubeconfig } from '../../__testUtils__/testEnvironment';
import { TestStore } from '../../__testUtils__/TestStore';
import { readReleases } from '../../helm/releaseSecrets';
import { ClusterClient } from '../../kubernetes';

jest.setTimeout(240_000);

// The nodes of the test cluster play their pods; here the probes of the engine below play the shop.
jest.mock('../../kubernetes/readClusterFacts', () => {
  const actual = jest.requireActual('../../kubernetes/readClusterFacts');
  return {
    ...actual,
    readClusterFacts: async (...options: unknown[]) => ({
      ...(await actual.readClusterFacts(...options)),
      simulatedNodes: false,
    }),
  };
});

/** A shop that sells in every currency but the dollar. */
const picky = createTestEngine({
  id: 'picky',
  probe: {
    storefront: async () => {},
    connect: async (_context, targets) =>
      targets.map(({ name }) => ({ name, connected: false })),
    checkout: async ({ parameters }) => {
      if (parameters.currency === 'USD') {
        throw new StoreProbeError({
          code: 'OrderRefused',
          message: 'The shop has refused the order',
        });
      }
      return { orderNumber: '7', total: '12.00 EUR' };
    },
  },
});

const oneWay = {
  ...picky,
  id: 'one-way',
  adviseRollback: () => ({
    possible: false,
    reason: 'The tables were changed for good.',
  }),
};

describe('an upgrade that breaks the shop after Helm has succeeded', () => {
  let client: ClusterClient;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  let api: StoresApi;

  beforeAll(async () => {
    client = await TestStore.connect();
    backend = await startStoresBackend({
      knex: await databases.init('SQLITE_3'),
      kubeconfig: testKubeconfig(),
      config: {
        clusters: [
          {
            name: 'local',
            kubeconfig: testKubeconfig(),
            ingressAddress: '127.0.0.1:9',
          },
        ],
      },
      features: [engineModule([picky, oneWay])],
    });
    api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await client?.close();
  });

  const verified = ({ conditions }: StoreDetails) =>
    conditions.find(({ type }) => type === 'Verified');

  async function readyStore(engine: string) {
    const created = await api.create({
      engine,
      parameters: { currency: 'EUR', country: 'DE' },
    });
    const store = await api.until(created.store_id, 'READY');
    expect(verified(store)).toMatchObject({ state: 'true' });
    return store;
  }

  it('is rolled back by itself, the store sells again, and the evidence is kept', async () => {
    const { id, namespace } = await readyStore('picky');
    const { queued_job_id: jobId } = await api.upgrade(id, {
      parameters: { currency: 'USD' },
    });
    const store = await api.until(
      id,
      ({ job }) => job?.action === 'ROLLBACK' && job.completed_at !== null,
    );
    expect(store).toMatchObject({
      status: 'READY',
      url: expect.any(String),
      failure: null,
      parameters: { currency: 'EUR', country: 'DE' },
      job: { state: 'SUCCEEDED', actor: 'user:default/sana' },
    });
    expect(verified(store)).toMatchObject({
      state: 'true',
      reason: 'OrderPlaced',
    });
    const releases = await readReleases(client, {
      namespace,
      release: namespace,
    });
    expect(releases.map(({ status }) => status)).toEqual([
      'deployed',
      'superseded',
      'superseded',
    ]);
    expect(releases[0].valuesDigest).toBe(releases[2].valuesDigest);
    const events = await api.events(id);
    expect(
      events.find(({ event_type: type }) => type === 'upgrade.failed'),
    ).toMatchObject({
      job_id: jobId,
      level: 'error',
      data: { code: 'OrderRefused' },
      message: expect.stringContaining('The shop has refused the order'),
    });
    expect(await api.revisions(id)).toMatchObject([
      { revision: 3, current: true, action: 'ROLLBACK' },
      { revision: 2, job_state: 'FAILED' },
      { revision: 1 },
    ]);
    await api.delete(id);
  });

  it('stays where it is when the engine says that its database cannot go back, and says so', async () => {
    const { id } = await readyStore('one-way');
    const { queued_job_id: jobId } = await api.upgrade(id, {
      parameters: { currency: 'USD' },
    });
    const store = await api.until(
      id,
      ({ job }) => job?.id === jobId && job.completed_at !== null,
    );
    expect(store).toMatchObject({
      status: 'READY',
      url: expect.any(String),
      parameters: { currency: 'USD' },
      job: { action: 'UPGRADE', state: 'FAILED' },
    });
    expect(verified(store)).toMatchObject({
      state: 'false',
      reason: 'UpgradeFailed',
      message: expect.stringContaining('refused the order'),
    });
    expect(
      (await api.events(id)).find(
        ({ event_type: type }) => type === 'rollback.refused',
      )?.message,
    ).toContain('The tables were changed for good.');
    const refused = await api.call('post', `/stores/${id}/rollback`, {
      revision: 1,
    });
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('The tables were changed for good.');
    const mended = await api.upgrade(id, { parameters: { currency: 'EUR' } });
    expect(
      verified(
        await api.until(
          id,
          ({ job }) =>
            job?.id === mended.queued_job_id && job.completed_at !== null,
        ),
      ),
    ).toMatchObject({ state: 'true' });
    await api.delete(id);
  });
});
