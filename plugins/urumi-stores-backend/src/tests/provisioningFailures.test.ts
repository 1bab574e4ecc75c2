import { StoreOperation } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreEngine } from '@urumi/backstage-plugin-urumi-stores-node';
import { JsonObject } from '@backstage/types';
import { setPodFault, simulatedFault } from '../__testUtils__/podFault';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { TestStore } from '../__testUtils__/TestStore';
import { ClusterClient } from '../kubernetes';
import {
  createTestEngine,
  engineModule,
  ENGINE_LABEL,
} from '../__testUtils__/engineModule';
import { StoresApi } from '../__testUtils__/StoresApi';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { databases } from '../__testUtils__/testDatabase';

jest.setTimeout(240_000);

/** What breaks which pods, and what the store has to say of it within which time. */
const FAULTS = {
  'image-pull': {
    component: 'web',
    expression: simulatedFault('image-pull'),
    withinMs: 90_000,
    failure: {
      code: 'ImagePullFailed',
      owner: 'platform_operator',
      message: expect.stringMatching(
        /Image \S+ of pod \S+ \(web\).*Back-off pulling image/,
      ),
      next_action: expect.stringContaining('registry'),
    },
  },
  'crash-loop': {
    component: 'database',
    expression: simulatedFault('crash-loop'),
    withinMs: 90_000,
    failure: {
      code: 'ContainerCrashLoop',
      owner: 'platform_operator',
      message: expect.stringMatching(
        /pod \S+ \(database\) crashed 5 times, last with exit code 1/,
      ),
      next_action: expect.stringContaining('Read the log'),
    },
  },
  job: {
    component: 'setup',
    expression: simulatedFault('job'),
    withinMs: 90_000,
    failure: {
      code: 'JobBackoffLimitExceeded',
      owner: 'platform_operator',
      message: expect.stringMatching(/^Job \S*setup\S* failed/),
      next_action: expect.stringContaining('Read the log of Job'),
    },
  },
  'never-ready': {
    component: 'web',
    expression: simulatedFault('never-ready'),
    withinMs: 90_000,
    failure: {
      code: 'NotReadyInTime',
      owner: 'store_owner',
      message: expect.stringMatching(/\(web\).*is not ready/),
      next_action: expect.stringContaining('retry'),
    },
  },
  unschedulable: {
    component: 'web',
    expression:
      '[JSONPatch{op: "add", path: "/spec/nodeSelector", value: {"test.urumi.dev/node": "none"}}]',
    withinMs: 180_000,
    failure: {
      code: 'NoCapacity',
      owner: 'platform_operator',
      message: expect.stringMatching(/capacity.*node affinity\/selector/),
      next_action: expect.stringContaining('Add nodes'),
    },
  },
} as const;
type Fault = keyof typeof FAULTS;
const faults = Object.keys(FAULTS) as Fault[];

// Patient engines would make patient tests.
const { plans } = createTestEngine({ id: 'plans' });
const CHANGES: { [fault in Fault]?: Partial<StoreEngine> } = {
  'never-ready': { readinessDeadlineMs: 30_000 },
  job: {
    plans: plans.map(plan => ({
      ...plan,
      values: {
        ...plan.values,
        setup: { ...(plan.values.setup as JsonObject), retries: 0 },
      },
    })),
  },
};

describe('provisioning that fails', () => {
  // The quota is the engine's, so that is where its cause comes and goes.
  const [smallest, ...larger] = plans;
  const quota: Record<string, string> = { ...smallest.quota, pods: '1' };
  let client: ClusterClient;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  let api: StoresApi;
  const stores = new Map<string, StoreOperation>();
  const policies = new Map<string, Awaited<ReturnType<typeof setPodFault>>>();

  // All faults at once: most of their time is waiting.
  beforeAll(async () => {
    client = await TestStore.connect();
    await Promise.all(
      faults.map(async fault => {
        const { component, expression } = FAULTS[fault];
        policies.set(
          fault,
          await setPodFault(client, {
            podLabels: {
              [ENGINE_LABEL]: fault,
              'app.kubernetes.io/component': component,
            },
            expression,
          }),
        );
      }),
    );
    backend = await startStoresBackend({
      knex: await databases.init('SQLITE_3'),
      kubeconfig: testKubeconfig(),
      features: [
        engineModule([
          ...faults.map(id => createTestEngine({ id, ...CHANGES[id] })),
          createTestEngine({
            id: 'quota',
            plans: [{ ...smallest, quota }, ...larger],
          }),
        ]),
      ],
    });
    api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
    for (const engine of ['quota', ...faults]) {
      stores.set(engine, await api.create({ engine }));
    }
  });

  afterAll(async () => {
    const ids = [...stores.values()].map(({ store_id: id }) => id);
    await Promise.all(ids.map(id => api.delete(id)));
    await Promise.all(ids.map(id => api.until(id, 'DELETED')));
    await backend.stop();
    await Promise.all([...policies.values()].map(policy => policy.clear()));
    await client.close();
  });

  function storeOf(engine: string): StoreOperation {
    const store = stores.get(engine);
    if (!store) {
      throw new Error(`There is no store of ${engine}`);
    }
    return store;
  }

  const credentials = ({ namespace }: StoreOperation) =>
    client.get(
      client.objectPath('v1', 'Secret', namespace, 'store-credentials'),
    );

  /** The store becomes READY by another try, with the passwords that its data knows. */
  async function expectRetryHeals(store: StoreOperation) {
    const before = await credentials(store);
    const retry = await api.retry(store.store_id);
    expect(retry.status).toBe('QUEUED');
    expect(retry.queued_job_id).not.toBe(store.queued_job_id);
    const ready = await api.until(store.store_id, 'READY');
    expect(ready).toMatchObject({ failure: null, last_error: null });
    const after = await credentials(store);
    expect(after?.metadata.uid).toBe(before?.metadata.uid);
    expect(after?.data).toEqual(before?.data);
  }

  it('says at once that the quota refuses the pods, in its words', async () => {
    const store = storeOf('quota');
    const failed = await api.until(store.store_id, 'FAILED', 60_000);
    expect(failed.failure).toMatchObject({
      code: 'QuotaExceeded',
      error_class: 'user_fixable',
      owner: 'store_owner',
      message: expect.stringMatching(
        /exceeded quota.*used: pods=1, limited: pods=1/,
      ),
    });
    expect(failed.last_error).toBe(failed.failure?.message);
    quota.pods = smallest.quota.pods;
    await expectRetryHeals(store);
  });

  it.each(faults)(
    'tells the cause of %s, and heals by a retry once it is gone',
    async fault => {
      const { withinMs, failure } = FAULTS[fault];
      const store = storeOf(fault);
      const failed = await api.until(store.store_id, 'FAILED', withinMs);
      expect(failed).toMatchObject({
        failure,
        url: null,
        job: { state: 'FAILED' },
        last_error: failure.message,
      });
      expect(failed.steps.find(({ name }) => name === 'workloads')).toEqual(
        expect.objectContaining({ state: 'failed', message: failure.message }),
      );
      expect(failed.events[0]).toMatchObject({
        event_type: 'failed',
        level: 'error',
        message: expect.stringContaining(failed.failure?.next_action ?? '?'),
      });
      await policies.get(fault)?.clear();
      await expectRetryHeals(store);
    },
  );
});
