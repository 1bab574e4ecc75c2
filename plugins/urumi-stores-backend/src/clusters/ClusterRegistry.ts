import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterConfig } from '../config';
import { ClusterClient } from '../kubernetes/ClusterClient';
import { ClusterFacts, readClusterFacts } from '../kubernetes/readClusterFacts';
import { ClusterView } from '../kubernetes/ClusterView';
import { PlatformIdentity } from '../kubernetes/platformMark';

/** A cluster that stores live in. */
export interface Cluster {
  config: ClusterConfig;
  client: ClusterClient;
  /** Who this platform is there. */
  platform: PlatformIdentity;
  /** The one watch of this process on the cluster. */
  view: ClusterView;
  /** Read once the cluster answers; undefined before. */
  facts(): ClusterFacts | undefined;
}

const FACTS_EVERY_MS = 60_000;
const SYNC_POLL_MS = 50;

/** The configured clusters, each with one client and one shared watch. */
export class ClusterRegistry {
  readonly #clusters: ReadonlyMap<string, Cluster>;
  readonly #facts: Map<string, ClusterFacts>;
  readonly #logger: LoggerService;
  #refresh: NodeJS.Timeout | undefined;

  private constructor(options: {
    clusters: ReadonlyMap<string, Cluster>;
    facts: Map<string, ClusterFacts>;
    logger: LoggerService;
  }) {
    this.#clusters = options.clusters;
    this.#facts = options.facts;
    this.#logger = options.logger;
  }

  /** @throws InputError when credentials are missing, unreadable or name no cluster. */
  static async create(options: {
    configs: readonly ClusterConfig[];
    platform: PlatformIdentity;
    logger: LoggerService;
    /** Called when a cluster answers that it has too much to do. */
    onThrottled: () => void;
  }): Promise<ClusterRegistry> {
    const { configs, platform, logger, onThrottled } = options;
    const facts = new Map<string, ClusterFacts>();
    const clusters = new Map<string, Cluster>();
    for (const config of configs) {
      const client = await ClusterClient.fromConfig({
        name: config.name,
        kubeconfig: config.kubeconfig,
        context: config.context,
        server: config.server,
        token: config.token,
        tokenFile: config.tokenFile,
        caFile: config.caFile,
        inCluster:
          config.kubeconfig === undefined && config.server === undefined,
        logger,
        onThrottled,
      });
      clusters.set(config.name, {
        config,
        client,
        platform,
        view: new ClusterView({ client, logger }),
        facts: () => facts.get(config.name),
      });
    }
    return new ClusterRegistry({ clusters, facts, logger });
  }

  /**
   * The cluster of a store.
   *
   * @throws ServiceUnavailableError when it is no longer configured.
   */
  get(name: string): Cluster {
    const cluster = this.#clusters.get(name);
    if (!cluster) {
      throw new ServiceUnavailableError(
        `The cluster '${name}' is not in urumiStores.clusters; a platform operator has to add it again`,
      );
    }
    return cluster;
  }

  list(): Cluster[] {
    return [...this.#clusters.values()];
  }

  /**
   * Starts watching.
   *
   * @param listeners - told of stores whose objects changed, of stores of which something came that
   * is expected, of clusters that answer again, and of those that no longer do.
   */
  start(listeners: {
    storeChanged: (storeId: string, cluster: Cluster) => void;
    expected: (storeIds: string[]) => void;
    reachable: (clusterName: string) => void;
    unreachable: (clusterName: string) => void;
  }): void {
    for (const cluster of this.list()) {
      cluster.view.onStoreChange(storeId =>
        listeners.storeChanged(storeId, cluster),
      );
      cluster.view.onExpected(listeners.expected);
      cluster.view.onStatusChange(() => {
        const { synced, reachable } = cluster.view.status();
        if (synced) {
          this.#readFacts(cluster).catch(error => this.#factsFailed(error));
          listeners.reachable(cluster.config.name);
        } else if (!reachable) {
          listeners.unreachable(cluster.config.name);
        }
      });
      cluster.view.start();
    }
    this.#refresh = setInterval(() => {
      for (const cluster of this.list()) {
        if (cluster.view.status().reachable) {
          this.#readFacts(cluster).catch(error => this.#factsFailed(error));
        }
      }
    }, FACTS_EVERY_MS);
  }

  /** Resolves when all clusters are seen as they are, at the latest after the given time. */
  async whenSynced(timeoutMs: number): Promise<void> {
    const until = performance.now() + timeoutMs;
    while (
      performance.now() < until &&
      this.list().some(({ view, facts }) => !view.status().synced || !facts())
    ) {
      await sleep(SYNC_POLL_MS);
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#refresh);
    await Promise.all(
      this.list().map(async ({ view, client }) => {
        await view.stop();
        await client.close();
      }),
    );
  }

  async #readFacts({ config, client }: Cluster) {
    this.#facts.set(
      config.name,
      await readClusterFacts(client, {
        dnsNamespace: config.dnsNamespace,
      }),
    );
  }

  #factsFailed(error: unknown) {
    this.#logger.warn('The facts of a cluster could not be read', {
      error: String(error),
    });
  }
}
