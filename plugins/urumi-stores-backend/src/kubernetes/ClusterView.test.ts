import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { TcpRelay } from '../__testUtils__/TcpRelay';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { ClusterClient } from './ClusterClient';
import { ClusterView } from './ClusterView';

jest.setTimeout(120_000);

describe('ClusterView', () => {
  let direct: ClusterClient;
  let relayed: ClusterClient;
  let relay: TcpRelay;
  let view: ClusterView;
  let directory: string;
  const stores: TestStore[] = [];

  async function newStore() {
    const store = new TestStore(direct);
    await store.createNamespace();
    stores.push(store);
    return store;
  }

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

  beforeAll(async () => {
    direct = await TestStore.connect();
    directory = await mkdtemp(join(tmpdir(), 'cluster-view-'));
    relay = await TcpRelay.start(direct.server);
    const kubeconfig = join(directory, 'kubeconfig');
    await relay.writeKubeconfig(testKubeconfig(), kubeconfig);
    relayed = await TestStore.connect(kubeconfig);
    view = new ClusterView({
      client: relayed,
      logger: mockServices.logger.mock(),
    });
    view.start();
    await eventually(() => view.status().synced, 'the view is synced');
  });

  afterAll(async () => {
    await view.stop();
    await Promise.all(stores.map(store => store.remove()));
    await relayed.close();
    await direct.close();
    await relay.cut();
    await rm(directory, { recursive: true });
  });

  it('tells of changes of a store once for many, and survives its listeners', async () => {
    const heard: string[] = [];
    const endFaulty = view.onStoreChange(() => {
      throw new Error('a faulty listener');
    });
    const end = view.onStoreChange(id => heard.push(id));
    const store = await newStore();
    for (let index = 0; index < 10; index++) {
      await direct.create(service(store, `s${index}`));
    }
    await eventually(
      () => view.objects(store.namespace).services.length === 10,
      'ten services are seen',
    );
    await eventually(() => heard.includes(store.id), 'the listener is called');
    expect(heard.filter(id => id === store.id).length).toBeLessThan(10);
    expect(view.objects(store.namespace).namespace?.labels).toMatchObject(
      store.labels,
    );
    endFaulty();
    end();
  });

  async function seenStore() {
    const store = await newStore();
    await eventually(
      () => view.objects(store.namespace).namespace !== undefined,
      'the namespace is seen',
    );
    return store;
  }

  it('tells of what is expected of a store in the moment in which it comes, once', async () => {
    const store = await seenStore();
    let isLater = false;
    const heard: boolean[] = [];
    const end = view.onExpected(ids => {
      if (ids.includes(store.id)) {
        heard.push(isLater);
      }
    });
    view.expect(store.id, () => {
      if (!serviceNames(store).includes('expected')) {
        return undefined;
      }
      setImmediate(() => {
        isLater = true;
      });
      return 'at once';
    });
    await direct.create(service(store, 'another'));
    await direct.create(service(store, 'expected'));
    await eventually(() => heard.length > 0, 'the listener is called');
    await direct.create(service(store, 'later'));
    await eventually(
      () => serviceNames(store).includes('later'),
      'the last one is seen',
    );
    expect(heard).toEqual([false]);
    end();
  });

  it('tells of what is new of stores together, and not of what has passed', async () => {
    const passing = await seenStore();
    const lasting = [await seenStore(), await seenStore()];
    const heard: string[][] = [];
    const end = view.onExpected(ids => heard.push(ids));
    const isNew = [true];
    view.expect(passing.id, () => (isNew.pop() ? 'soon' : undefined));
    for (const store of lasting) {
      view.expect(store.id, () => 'soon');
    }
    await eventually(() => heard.length > 0, 'the listener is called');
    expect(heard).toEqual([lasting.map(({ id }) => id)]);

    // What was told is not expected any more.
    await direct.create(service(lasting[0], 'more'));
    view.expect(lasting[1].id, () =>
      serviceNames(lasting[0]) === 'more' ? 'soon' : undefined,
    );
    await direct.create(service(lasting[1], 'more'));
    await eventually(() => heard.length > 1, 'the listener is called again');
    expect(heard[1]).toEqual([lasting[1].id]);
    end();
  });

  it('goes on when an expectation cannot be judged', async () => {
    const store = await seenStore();
    const heard: string[][] = [];
    const end = view.onExpected(ids => heard.push(ids));
    view.expect(store.id, () => {
      throw new Error('a faulty expectation');
    });
    await direct.create(service(store, 'seen'));
    await eventually(() => serviceNames(store) === 'seen', 'it is seen');
    expect(heard).toEqual([]);
    end();
  });

  it('says that the cluster is unreachable, and misses nothing of what happens meanwhile', async () => {
    const store = await newStore();
    await direct.create(service(store, 'stays'));
    await direct.create(service(store, 'goes'));
    await eventually(() => serviceNames(store) === 'goes,stays', 'both seen');
    const states = [true];
    const end = view.onStatusChange(() => {
      const { reachable } = view.status();
      if (reachable !== states.at(-1)) {
        states.push(reachable);
      }
    });

    await relay.cut();
    await eventually(() => !view.status().reachable, 'unreachable is noticed');
    expect(view.status()).toMatchObject({
      synced: false,
      message: expect.stringContaining("Cluster 'test' cannot be reached"),
    });
    await expect(relayed.version()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    await direct.create(service(store, 'comes'));
    await direct.delete(store.path('v1', 'Service', 'goes'));
    await relay.join();

    await eventually(() => view.status().synced, 'the view is synced again');
    await eventually(() => serviceNames(store) === 'comes,stays', 'caught up');
    expect(states).toEqual([true, false, true]);
    end();
  });

  it('notices a connection that is dead without saying so', async () => {
    const store = await newStore();
    await eventually(
      () => view.objects(store.namespace).namespace,
      'the namespace is seen',
    );
    relay.freeze();
    await direct.create(service(store, 'unseen'));
    await eventually(() => !view.status().reachable, 'unreachable is noticed');
    expect(serviceNames(store)).toBe('');

    relay.thaw();
    await eventually(() => view.status().synced, 'the view is synced again');
    await eventually(() => serviceNames(store) === 'unseen', 'caught up');
  });
});
