import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { v7 as uuid } from 'uuid';
import { digestChart } from '../helm/digestChart';
import { HelmCli } from '../helm/HelmCli';
import { ReconcileReleaseOptions } from '../helm/reconcileRelease';
import { readReleases, ReleaseRevision } from '../helm/releaseSecrets';
import { ClusterClient } from '../kubernetes';
import { FaultProxy } from './FaultProxy';
import { testHelm, testKubeconfig } from './testEnvironment';
import { TestStore } from './TestStore';

/** A chart with a Deployment, a StatefulSet, a Job and a Service. */
export const TINY_CHART = resolve(__dirname, '../helm/__fixtures__/tiny-shop');

/** Releases in the test cluster, whose owner reaches it through a proxy that can break. */
export class ProxiedReleases {
  readonly proxy: FaultProxy;
  /** Goes through the proxy, as Helm does. */
  readonly client: ClusterClient;
  /** Sees the cluster as it is. */
  readonly direct: ClusterClient;
  readonly helm: HelmCli;
  readonly #directory: string;
  readonly #stores: TestStore[] = [];

  private constructor(options: {
    proxy: FaultProxy;
    client: ClusterClient;
    direct: ClusterClient;
    helm: HelmCli;
    directory: string;
  }) {
    this.proxy = options.proxy;
    this.client = options.client;
    this.direct = options.direct;
    this.helm = options.helm;
    this.#directory = options.directory;
  }

  /** @param options - `binary`: what stands before the real Helm; `as`: whom to impersonate. */
  static async start(
    options: { binary?: string; as?: string } = {},
  ): Promise<ProxiedReleases> {
    const proxy = await FaultProxy.start(testKubeconfig(), options.as);
    const directory = await mkdtemp(join(tmpdir(), 'proxied-releases-'));
    return new ProxiedReleases({
      proxy,
      directory,
      client: await TestStore.connect(proxy.kubeconfig),
      direct: await TestStore.connect(),
      helm: await HelmCli.create({
        binary: options.binary ?? testHelm(),
        logger: mockServices.logger.mock(),
        tempDirectory: directory,
        metrics: { helmCalled: () => {} },
      }),
    });
  }

  /** A store with its namespace. */
  async createStore(): Promise<TestStore> {
    const store = new TestStore(this.direct);
    await store.createNamespace();
    this.#stores.push(store);
    return store;
  }

  /** What a job would ask for the store's release. */
  wanted(
    store: TestStore,
    overrides: Partial<ReconcileReleaseOptions> & { values?: JsonObject } = {},
  ): ReconcileReleaseOptions {
    return {
      helm: this.helm,
      client: this.client,
      namespace: store.namespace,
      release: store.namespace,
      assertOwned: async () => undefined,
      storeId: store.id,
      operationId: uuid(),
      fence: 1,
      chartDirectory: TINY_CHART,
      chartDigest: digestChart(TINY_CHART),
      description: 'asked for by a test',
      knownOperation: async () => false,
      ...overrides,
      values: { commonLabels: store.labels, ...overrides.values },
    };
  }

  /** The release as the cluster has it, newest revision first. */
  history({ namespace }: TestStore): Promise<ReleaseRevision[]> {
    return readReleases(this.direct, { namespace, release: namespace });
  }

  /** The history as words, such as `2 deployed`. */
  async statuses(store: TestStore): Promise<string[]> {
    const revisions = await this.history(store);
    return revisions.map(({ revision, status }) => `${revision} ${status}`);
  }

  async stop(): Promise<void> {
    this.proxy.heal();
    await Promise.all(this.#stores.map(store => store.remove()));
    await this.client.close();
    await this.direct.close();
    await this.proxy.stop();
    await rm(this.#directory, { recursive: true });
  }
}
