import { ClusterClient } from '../kubernetes';
import { asUser, startStoresBackend } from './storesBackend';
import { StoresApi } from './StoresApi';
import { testKubeconfig } from './testEnvironment';
import { TestStore } from './TestStore';

type Backend = Awaited<ReturnType<typeof startStoresBackend>>;

/** The real plugin with the test cluster, and a client that sees what it does there. */
export class StoresInCluster {
  readonly client: ClusterClient;
  readonly backend: Backend;

  private constructor(options: { client: ClusterClient; backend: Backend }) {
    this.client = options.client;
    this.backend = options.backend;
  }

  static async start(
    options: Omit<Parameters<typeof startStoresBackend>[0], 'kubeconfig'>,
  ): Promise<StoresInCluster> {
    const backend = await startStoresBackend({
      kubeconfig: testKubeconfig(),
      ...options,
    });
    return new StoresInCluster({ client: await TestStore.connect(), backend });
  }

  /** The HTTP API, as that user speaks to it. */
  apiOf(user: string): StoresApi {
    return new StoresApi({
      server: () => this.backend.server,
      authorization: asUser(user),
    });
  }

  /** What the quota of a store's namespace asks for. */
  async quota(namespace: string): Promise<unknown> {
    const path = this.client.objectPath(
      'v1',
      'ResourceQuota',
      namespace,
      'store',
    );
    return (await this.client.get(path))?.spec;
  }

  async close(): Promise<void> {
    await this.backend.stop();
    await this.client.close();
  }
}
