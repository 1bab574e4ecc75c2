import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { ClusterRegistry } from '../../clusters/ClusterRegistry';
import { StoreRow } from '../../database/rows';
import { ClusterClient } from '../../kubernetes';
import { testKubeconfig } from '../../__testUtils__/testEnvironment';
import {
  eventually,
  testPlatform,
  TestStore,
} from '../../__testUtils__/TestStore';
import { StepEnvironment } from '../StoreTools';
import { StepContext, StepResult } from '../types';
import { goneStep } from './goneStep';
import { inventoryStep } from './inventoryStep';
import { readItems } from './removedItems';

jest.setTimeout(120_000);

describe('the steps of a removal, run again by whoever comes next', () => {
  let client: ClusterClient;
  let clusters: ClusterRegistry;
  let store: TestStore;
  let row: StoreRow;
  let outputs: JsonObject[];
  const woken: string[] = [];

  beforeAll(async () => {
    client = await TestStore.connect();
    clusters = await ClusterRegistry.create({
      configs: [
        {
          name: 'local',
          kubeconfig: testKubeconfig(),
          context: undefined,
          server: undefined,
          token: undefined,
          tokenFile: undefined,
          caFile: undefined,
          labels: {},
          capacity: undefined,
          storeRole: undefined,
          baseDomain: 'localhost',
          scheme: 'http',
          port: 8080,
          ingressNamespace: 'ingress',
          dnsNamespace: 'kube-system',
          ingressClassName: undefined,
          storageClassName: undefined,
          ingressAddress: undefined,
        },
      ],
      platform: testPlatform,
      onThrottled: () => undefined,
      logger: mockServices.logger.mock(),
    });
    clusters.start({
      storeChanged: () => {},
      expected: ids => woken.push(...ids),
      reachable: () => {},
      unreachable: () => {},
    });
    await clusters.whenSynced(20_000);
  });

  afterAll(async () => {
    await clusters?.stop();
    await client?.close();
  });

  beforeEach(async () => {
    store = new TestStore(client);
    outputs = [];
    row = {
      id: store.id,
      cluster: 'local',
      namespace: store.namespace,
      release_name: store.namespace,
      namespace_uid: await store.createNamespace(),
    } as StoreRow;
  });

  afterEach(() => store.remove());

  const environment = () => ({ clusters } as StepEnvironment);

  function context(options: Partial<StepContext> = {}): StepContext {
    return {
      store: row,
      appliedPlan: row.plan,
      job: {} as StepContext['job'],
      signal: new AbortController().signal,
      waitedMs: 0,
      previous: undefined,
      outputOf: () => undefined,
      loadJobIds: async () => new Set(),
      loadOutputs: async () => outputs,
      startClock: async () => () => 1_000,
      write: async () => {},
      assertOwned: async () => {},
      ...options,
    };
  }

  const names = (output: JsonObject | undefined) =>
    readItems(output)
      .map(({ kind, name }) => `${kind} ${name}`)
      .filter(name => !/ConfigMap kube-root/.test(name))
      .sort();

  async function takeInventory(): Promise<string[]> {
    const { output = {} } = await inventoryStep(environment()).run(context());
    outputs.push(output);
    return names(output);
  }

  async function createSecret(name: string) {
    await client.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: store.namespace },
      stringData: { password: 'canary-7b1e' },
    });
  }

  async function goneAfter(previous?: StepResult): Promise<StepResult> {
    return goneStep(environment()).run(
      context({
        previous: previous?.output,
        outputOf: step => (step === 'inventory' ? outputs.at(-1) : undefined),
      }),
    );
  }

  it('keep what was listed before it went, add what came, and hold no contents', async () => {
    await createSecret('first');
    expect(await takeInventory()).toEqual([
      `Namespace ${store.namespace}`,
      'Secret first',
    ]);
    await client.delete(store.path('v1', 'Secret', 'first'));
    await createSecret('second');
    const both = [
      `Namespace ${store.namespace}`,
      'Secret first',
      'Secret second',
    ];
    expect(await takeInventory()).toEqual(both);
    expect(await takeInventory()).toEqual(both);
    expect(JSON.stringify(outputs)).not.toContain('canary-7b1e');
    expect(JSON.stringify(outputs)).not.toContain(
      Buffer.from('canary-7b1e').toString('base64'),
    );
    expect(outputs.map(({ note }) => note)).toEqual([null, null, null]);
  });

  it('say when the list was made of a namespace that was going already', async () => {
    await client.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'held',
        namespace: store.namespace,
        ...{ finalizers: ['test.urumi.dev/held'] },
      },
    });
    await store.remove();
    await takeInventory();
    expect(outputs[0].note).toContain('was being deleted already');
    await client.patch(store.path('v1', 'ConfigMap', 'held'), {
      metadata: { finalizers: null },
    });
    await takeInventory();
    expect(outputs[1].note).toBe(outputs[0].note);
  });

  it('list nothing of a namespace that is somebody else’s', async () => {
    await createSecret('theirs');
    row = { ...row, namespace_uid: null };
    await client.patch(
      client.objectPath('v1', 'Namespace', undefined, store.namespace),
      { metadata: { annotations: { 'urumi.io/owned-by': null } } },
    );
    expect(await takeInventory()).toEqual([]);
    expect(outputs[0].note).toContain('it was left alone');
    expect(await goneAfter()).toMatchObject({
      state: 'done',
      output: { items: [] },
    });
    expect(
      await client.get(store.path('v1', 'Secret', 'theirs')),
    ).toBeDefined();
  });

  it('claim nothing of what is in a namespace that is still there, and keep the first answer', async () => {
    await createSecret('first');
    await takeInventory();
    await client.delete(store.path('v1', 'Secret', 'first'));
    const waiting = await goneAfter();
    expect(waiting.state).toBe('waiting');
    expect(JSON.stringify(waiting.output)).not.toContain('gone_at');

    await store.remove();
    const path = client.objectPath(
      'v1',
      'Namespace',
      undefined,
      store.namespace,
    );
    await eventually(async () => !(await client.get(path)), 'it is gone');
    const done = await goneAfter(waiting);
    expect(done.state).toBe('done');
    for (const item of readItems(done.output)) {
      expect(item).toMatchObject({ gone_at: 1_000, answer: 'not_found' });
    }
    expect(names(done.output)).toEqual(names(outputs[0]));

    // The next worker looks again; somebody has taken the name meanwhile.
    await client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: store.namespace },
    });
    await createSecret('first');
    expect(readItems((await goneAfter(done)).output)).toEqual(
      readItems(done.output),
    );
    const answers = readItems((await goneAfter()).output).map(
      ({ kind, name, answer }) => [kind, name, answer],
    );
    expect(answers).toEqual(
      expect.arrayContaining([
        ['Namespace', store.namespace, 'replaced'],
        ['Secret', 'first', 'replaced'],
      ]),
    );
    expect(await client.get(store.path('v1', 'Secret', 'first'))).toBeDefined();
  });

  it('are told when nothing of the store is to be seen any more', async () => {
    const { view } = clusters.get('local');
    await eventually(
      () => view.objects(store.namespace).namespace,
      'the namespace is seen',
    );
    const waiting = await goneAfter();
    await store.remove();
    if (waiting.state !== 'waiting') {
      throw new Error(`It is ${waiting.state}`);
    }
    waiting.parked?.();
    await eventually(() => woken.includes(store.id), 'the job is woken');
    expect(view.objects(store.namespace)).toMatchObject({
      namespace: undefined,
      volumes: [],
    });
  });
});
