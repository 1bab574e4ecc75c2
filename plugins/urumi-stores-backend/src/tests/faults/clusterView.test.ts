import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mockServices } from '@backstage/backend-test-utils';
import { asking, Fault, refusing } from '../../__testUtils__/faults';
import { ProxiedReleases } from '../../__testUtils__/ProxiedReleases';
import { eventually, TestStore } from '../../__testUtils__/TestStore';
import { reconcileRelease } from '../../helm/reconcileRelease';
import { ClusterView, evaluateWorkloads } from '../../kubernetes';

jest.setTimeout(240_000);

const watching = (path: RegExp) => (request: Parameters<typeof isWatch>[0]) =>
  isWatch(request) && path.test(request.path);

function isWatch({ query }: { query: URLSearchParams; path: string }) {
  return query.has('watch');
}

describe('the view of a cluster', () => {
  let releases: ProxiedReleases;
  let view: ClusterView;

  beforeAll(async () => {
    releases = await ProxiedReleases.start();
  });

  beforeEach(async () => {
    view = new ClusterView({
      client: releases.client,
      logger: mockServices.logger.mock(),
    });
    view.start();
    await eventually(() => view.status().synced, 'the view is synced');
  });

  afterEach(async () => {
    releases.proxy.heal();
    await view.stop();
  });

  afterAll(() => releases.stop());

  function service(store: TestStore, name: string) {
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: store.namespace, labels: store.labels },
      spec: { ports: [{ port: 80 }] },
    };
  }

  const serviceNames = (store: TestStore) =>
    view
      .objects(store.namespace)
      .services.map(({ name }) => name)
      .sort()
      .join();

  it('reads everything again when the server has forgotten where it was, and misses no deletion', async () => {
    const store = await releases.createStore();
    await releases.direct.create(service(store, 'stays'));
    await releases.direct.create(service(store, 'goes'));
    await eventually(() => serviceNames(store) === 'goes,stays', 'both seen');

    const forgotten = releases.proxy.inject({
      matches: watching(/\/services$/),
      fault: refusing(410, 'Expired', 'too old resource version'),
      times: 3,
    });
    releases.proxy.cutOpen(watching(/\/services$/));
    await releases.direct.delete(store.path('v1', 'Service', 'goes'));
    await releases.direct.create(service(store, 'comes'));

    await eventually(() => serviceNames(store) === 'comes,stays', 'caught up');
    await eventually(() => view.status().synced, 'the view is synced again');
    expect(forgotten.hits()).toBe(3);
  });

  it('does the same when it is told so in the middle of a watch', async () => {
    const store = await releases.createStore();
    const expired: Fault = {
      kind: 'answer',
      answer: () => ({
        status: 200,
        body: `${JSON.stringify({
          type: 'ERROR',
          object: { kind: 'Status', code: 410, reason: 'Expired' },
        })}\n`,
      }),
    };
    const forgotten = releases.proxy.inject({
      matches: watching(/\/services$/),
      fault: expired,
      times: 1,
    });
    releases.proxy.cutOpen(watching(/\/services$/));
    await releases.direct.create(service(store, 'comes'));
    await eventually(() => serviceNames(store) === 'comes', 'caught up');
    expect(forgotten.hits()).toBe(1);
  });

  it('decides nothing by what it saw before a change, however ready that was', async () => {
    const store = await releases.createStore();
    const verdict = (
      inventory: Awaited<ReturnType<typeof reconcileRelease>>['inventory'],
    ) =>
      evaluateWorkloads({
        objects: view.objects(store.namespace),
        inventory,
        components: [],
        now: Date.now(),
      });
    const before = await reconcileRelease(releases.wanted(store));
    await eventually(
      () => verdict(before.inventory).state === 'ready',
      'the release is ready',
    );

    const silent = releases.proxy.inject({
      matches: watching(/\/deployments$/),
      fault: { kind: 'silence' },
    });
    releases.proxy.cutOpen(watching(/\/deployments$/));
    await eventually(() => silent.hits() > 0, 'the watch is silent');
    await eventually(() => view.status().synced, 'the view seems fine');
    const after = await reconcileRelease(
      releases.wanted(store, { values: { replicas: 2 } }),
    );
    const web = store.path('apps/v1', 'Deployment', 'web');
    await eventually(async () => {
      const status = (await releases.direct.get(web))?.status as {
        readyReplicas?: number;
      };
      return status.readyReplicas === 2;
    }, 'the change has happened');
    expect(verdict(before.inventory).state).toBe('ready');
    expect(verdict(after.inventory)).toMatchObject({
      state: 'progressing',
      message: expect.stringContaining('its change has not arrived yet'),
    });

    releases.proxy.heal();
    releases.proxy.cutOpen(watching(/\/deployments$/));
    await eventually(
      () => verdict(after.inventory).state === 'ready',
      'the change is seen',
    );
  });

  it('notices a watch that is silent although all others speak, and looks again', async () => {
    const store = await releases.createStore();
    await eventually(
      () => view.objects(store.namespace).namespace,
      'the namespace is seen',
    );
    const silent = releases.proxy.inject({
      matches: watching(/\/services$/),
      fault: { kind: 'silence' },
      times: 1,
    });
    releases.proxy.cutOpen(watching(/\/services$/));
    await eventually(() => silent.hits() > 0, 'the watch is silent');
    await releases.direct.create(service(store, 'unseen'));
    const listed = () => releases.proxy.asked(/GET/, /\/services$/).length;
    const lists = listed();

    // As long as a server may take to its next bookmark, and no longer.
    let lag = 0;
    await eventually(
      () => {
        lag = Math.max(lag, view.watchLagMs());
        return serviceNames(store) === 'unseen';
      },
      'what happened meanwhile is seen',
      120_000,
    );
    expect(view.status().synced).toBe(true);
    // The metric says of a single silent watch what no other sign does.
    expect(lag).toBeGreaterThan(60_000);
    expect(view.watchLagMs()).toBeLessThan(lag);
    // It went on from where it was.
    expect(listed()).toBe(lists);
  });

  it('holds five thousand pods in fifteen megabytes', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const count = 5_000;
    const pages = 10;
    releases.proxy.inject({
      matches: request =>
        asking(/GET/, /\/pods$/)(request) && !isWatch(request),
      fault: {
        kind: 'answer',
        answer: ({ query }) => {
          const page = Number(query.get('continue') ?? 0);
          return {
            status: 200,
            body: JSON.stringify({
              metadata: {
                resourceVersion: '1',
                continue: page + 1 < pages ? String(page + 1) : undefined,
              },
              items: Array.from({ length: count / pages }, (_, index) =>
                recordedPod(page * (count / pages) + index),
              ),
            }),
          };
        },
      },
    });
    releases.proxy.inject({
      matches: watching(/\/pods$/),
      fault: { kind: 'silence' },
    });
    collect();
    const before = process.memoryUsage().heapUsed;
    const large = new ClusterView({
      client: releases.client,
      logger: mockServices.logger.mock(),
    });
    large.start();
    await eventually(() => large.status().synced, 'all pods are seen', 60_000);
    releases.proxy.requests.splice(0);
    collect();
    const megabytes = (process.memoryUsage().heapUsed - before) / 1024 ** 2;

    expect(large.populatedNamespaces()).toHaveLength(count / 2);
    expect(JSON.stringify(recordedPod(1)).length).toBeGreaterThan(4_000);
    expect(megabytes).toBeLessThan(15);
    await large.stop();
  });
});

/** A running pod as an API server tells it, two to a store. */
function recordedPod(index: number) {
  const store = `${String(Math.floor(index / 2)).padStart(
    8,
    '0',
  )}-0000-7000-8000-000000000000`;
  const name = `web-${index % 2 ? 'database' : '6b7f9c9d4'}-${index}`;
  const at = '2026-11-23T10:00:00Z';
  const container = {
    name: 'web',
    image: `registry.test/shops/wordpress:6.9@sha256:${'0'.repeat(64)}`,
    env: Array.from({ length: 24 }, (_, n) => ({
      name: `SHOP_SETTING_${n}`,
      value: `a value of some length, number ${n} of shop ${store}`,
    })),
    resources: {
      requests: { cpu: '100m', memory: '256Mi' },
      limits: { cpu: '1', memory: '512Mi' },
    },
    volumeMounts: [{ name: 'data', mountPath: '/var/www/html' }],
  };
  return {
    metadata: {
      name,
      namespace: `store-${store}`,
      uid: `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`,
      resourceVersion: String(1_000_000 + index),
      creationTimestamp: at,
      labels: {
        'urumi.io/store': store,
        'urumi.io/managed': 'true',
        'app.kubernetes.io/component': index % 2 ? 'database' : 'web',
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: 'web-6b7f9c9d4',
          uid: `11111111-0000-0000-0000-${String(index).padStart(12, '0')}`,
          controller: true,
        },
      ],
      managedFields: Array.from({ length: 2 }, (_, n) => ({
        manager: n ? 'kubelet' : 'kube-controller-manager',
        operation: 'Update',
        time: at,
        fieldsV1: { 'f:status': { 'f:conditions': { index, n } } },
      })),
    },
    spec: { nodeName: `node-${index % 50}`, containers: [container] },
    status: {
      phase: 'Running',
      startTime: at,
      conditions: [
        'Initialized',
        'Ready',
        'ContainersReady',
        'PodScheduled',
      ].map(type => ({ type, status: 'True', lastTransitionTime: at })),
      containerStatuses: [
        {
          name: 'web',
          ready: true,
          restartCount: 0,
          image: container.image,
          imageID: container.image,
          state: { running: { startedAt: at } },
        },
      ],
    },
  };
}
