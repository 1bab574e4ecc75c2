import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import { ClusterClient } from './ClusterClient';
import { KubernetesApiError } from './errors';
import { ObjectView } from './projections';
import { Reachability } from './Reachability';
import { ResourceWatch, WatchedResource } from './ResourceWatch';
import { storeIdOfNamespace } from './storeNamespaces';
import { StoreObjects } from './StoreObjects';
import { WATCHED_RESOURCES } from './watchedResources';

const DEBOUNCE_MS = 200;
/** How long "soon" is at most. */
const SOON_MS = 2_000;
const PROBE_TIMEOUT_MS = 3_000;

/** What the view knows of its cluster. */
export interface ClusterViewStatus {
  /** True when the view is complete and up to date: every list was read and every watch stands. */
  synced: boolean;
  /** False as soon as requests have failed for some three seconds. */
  reachable: boolean;
  /** Since when `reachable` has been as it is. */
  since: Date;
  /** Why it is not reachable or not synced. */
  message?: string;
}

/**
 * How soon somebody should look at a store whose objects have changed: `at once` when what is
 * waited for has come, `soon` when there is something new to say of it, undefined when nobody has to.
 */
export type Expectation = () => 'at once' | 'soon' | undefined;

/**
 * The objects of all stores of one cluster, from one shared set of watches.
 *
 * @remarks
 * Reading from it costs no request. Listeners are called after changes; what they throw is logged.
 */
export class ClusterView {
  readonly #client: ClusterClient;
  readonly #logger: LoggerService;
  readonly #reachability: Reachability;
  readonly #watches;
  /** Watches that do not stand, with the reason. */
  readonly #problems = new Map<string, unknown>();
  readonly #storeListeners = new Set<(storeId: string) => void>();
  readonly #statusListeners = new Set<() => void>();
  readonly #expectedListeners = new Set<(storeIds: string[]) => void>();
  readonly #dirty = new Set<string>();
  /** What is waited for of stores. */
  readonly #expected = new Map<string, Expectation>();
  /** Stores of which there was something new to say. */
  readonly #news = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #newsTimer: NodeJS.Timeout | undefined;
  #running: { abort: AbortController; done: Promise<unknown> } | undefined;
  #lastSynced = false;

  constructor(options: { client: ClusterClient; logger: LoggerService }) {
    this.#client = options.client;
    this.#logger = options.logger;
    this.#reachability = new Reachability({
      probe: signal =>
        this.#client.version({ signal, timeoutMs: PROBE_TIMEOUT_MS }),
      onChange: before => this.#reachabilityChanged(before),
    });
    const watch = <View extends ObjectView>(resource: WatchedResource<View>) =>
      this.#createWatch(resource);
    this.#watches = {
      namespaces: watch(WATCHED_RESOURCES.namespaces),
      pods: watch(WATCHED_RESOURCES.pods),
      deployments: watch(WATCHED_RESOURCES.deployments),
      replicaSets: watch(WATCHED_RESOURCES.replicaSets),
      statefulSets: watch(WATCHED_RESOURCES.statefulSets),
      jobs: watch(WATCHED_RESOURCES.jobs),
      claims: watch(WATCHED_RESOURCES.claims),
      ingresses: watch(WATCHED_RESOURCES.ingresses),
      services: watch(WATCHED_RESOURCES.services),
      warnings: watch(WATCHED_RESOURCES.warnings),
      volumes: watch(WATCHED_RESOURCES.volumes),
    };
  }

  /** Name of the cluster. */
  get name(): string {
    return this.#client.name;
  }

  /** Starts to watch, in the background. */
  start(): void {
    if (this.#running) {
      return;
    }
    const abort = new AbortController();
    const loops = [
      this.#reachability.run(abort.signal),
      ...Object.values(this.#watches).map(watch => watch.run(abort.signal)),
    ];
    this.#running = { abort, done: Promise.all(loops) };
  }

  /** Ends all watches. */
  async stop(): Promise<void> {
    this.#running?.abort.abort();
    await this.#running?.done;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    clearTimeout(this.#newsTimer);
    this.#newsTimer = undefined;
    this.#running = undefined;
  }

  status(): ClusterViewStatus {
    const { reachable, since, message } = this.#reachability;
    if (!reachable) {
      return { synced: false, reachable, since, message };
    }
    const [problem] = this.#problems;
    return {
      synced: !problem,
      reachable,
      since,
      message: problem && describeProblem(this.name, ...problem),
    };
  }

  /** Milliseconds since the oldest of the watches last heard of the cluster. */
  watchLagMs(): number {
    return Math.max(
      ...Object.values(this.#watches).map(({ quietMs }) => quietMs),
    );
  }

  /** The namespaces of stores in which there are pods. */
  populatedNamespaces(): string[] {
    return this.#watches.pods.namespaces();
  }

  /** All that is known of a namespace; empty lists when nothing is. */
  objects(namespace: string): StoreObjects {
    const { namespaces, ...rest } = this.#watches;
    return {
      namespace: namespaces.objects(namespace)[0],
      pods: rest.pods.objects(namespace),
      deployments: rest.deployments.objects(namespace),
      replicaSets: rest.replicaSets.objects(namespace),
      statefulSets: rest.statefulSets.objects(namespace),
      jobs: rest.jobs.objects(namespace),
      claims: rest.claims.objects(namespace),
      ingresses: rest.ingresses.objects(namespace),
      services: rest.services.objects(namespace),
      warnings: rest.warnings.objects(namespace),
      volumes: rest.volumes.objects(namespace),
    };
  }

  /**
   * Calls the listener when anything of a store has changed, at most five times a second for each.
   *
   * @returns Ends the calls.
   */
  onStoreChange(listener: (storeId: string) => void): () => void {
    this.#storeListeners.add(listener);
    return () => this.#storeListeners.delete(listener);
  }

  /**
   * Calls the listener when changes meet what is expected of stores: in that moment when it is `at
   * once`, within two seconds and for many stores together when it is `soon`.
   *
   * @returns Ends the calls.
   */
  onExpected(listener: (storeIds: string[]) => void): () => void {
    this.#expectedListeners.add(listener);
    return () => this.#expectedListeners.delete(listener);
  }

  /**
   * Has the store's objects judged by the expectation, now and at each change, until it is met or
   * all of the store is gone. It takes the place of an earlier one.
   */
  expect(storeId: string, expectation: Expectation): void {
    this.#expected.set(storeId, expectation);
    this.#meet(storeId);
  }

  /**
   * Calls the listener when `reachable` or `synced` has changed.
   *
   * @returns Ends the calls.
   */
  onStatusChange(listener: () => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  #createWatch<View extends ObjectView>(
    resource: WatchedResource<View>,
  ): ResourceWatch<View> {
    this.#problems.set(resource.name, undefined);
    return new ResourceWatch({
      client: this.#client,
      resource,
      listener: {
        onChange: namespace => this.#markDirty(namespace),
        onHeard: () => this.#reachability.heard(),
        onState: problem => this.#watchState(resource.name, problem),
      },
    });
  }

  #watchState(name: string, problem: unknown): void {
    if (problem === undefined) {
      this.#problems.delete(name);
    } else {
      this.#problems.set(name, problem);
      if (problem instanceof KubernetesApiError) {
        // A refusal is an answer.
        this.#reachability.heard();
        this.#logger.warn(describeProblem(this.name, name, problem));
      }
    }
    this.#statusMayHaveChanged();
  }

  #reachabilityChanged(before: Date): void {
    const { reachable, message } = this.#reachability;
    if (reachable) {
      this.#logger.info(`Cluster '${this.name}' answers`);
      Object.values(this.#watches).forEach(watch => watch.resume(before));
    } else {
      this.#client.renewConnections();
      this.#logger.warn(`Cluster '${this.name}' does not answer: ${message}`);
    }
    this.#notify(this.#statusListeners, listener => listener());
    this.#lastSynced = this.status().synced;
  }

  #statusMayHaveChanged(): void {
    const { synced } = this.status();
    if (synced !== this.#lastSynced) {
      this.#lastSynced = synced;
      this.#notify(this.#statusListeners, listener => listener());
    }
  }

  #markDirty(namespace: string): void {
    const storeId = storeIdOfNamespace(namespace);
    if (storeId === undefined) {
      return;
    }
    this.#meet(storeId);
    const { namespaces, volumes } = this.#watches;
    if (
      namespaces.objects(namespace).length === 0 &&
      volumes.objects(namespace).length === 0
    ) {
      this.#expected.delete(storeId);
    }
    this.#dirty.add(storeId);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const changed = [...this.#dirty];
      this.#dirty.clear();
      for (const id of changed) {
        this.#notify(this.#storeListeners, listener => listener(id));
      }
    }, DEBOUNCE_MS);
  }

  /** Tells of the store when its objects are as expected. */
  #meet(storeId: string): void {
    const urgency = this.#judge(storeId);
    if (urgency === 'at once') {
      this.#tellExpected([storeId]);
    } else if (urgency === 'soon') {
      this.#news.add(storeId);
      this.#newsTimer ??= setTimeout(() => {
        this.#newsTimer = undefined;
        // What was told meanwhile, or is as it was again, is no news.
        const news = [...this.#news].filter(id => this.#judge(id));
        this.#news.clear();
        if (news.length > 0) {
          this.#tellExpected(news);
        }
      }, SOON_MS);
    }
  }

  #judge(storeId: string): ReturnType<Expectation> {
    try {
      return this.#expected.get(storeId)?.();
    } catch (error) {
      this.#logger.error(
        `What is expected of store ${storeId} cannot be judged: ${stringifyError(
          error,
        )}`,
      );
      return undefined;
    }
  }

  #tellExpected(storeIds: string[]): void {
    storeIds.forEach(id => this.#expected.delete(id));
    this.#notify(this.#expectedListeners, listener => listener(storeIds));
  }

  #notify<Listener>(
    listeners: Set<Listener>,
    call: (listener: Listener) => void,
  ): void {
    for (const listener of listeners) {
      try {
        call(listener);
      } catch (error) {
        this.#logger.error(
          `A listener of cluster '${this.name}' failed: ${stringifyError(
            error,
          )}`,
        );
      }
    }
  }
}

function describeProblem(
  cluster: string,
  resource: string,
  problem: unknown,
): string {
  if (problem === undefined) {
    return `The ${resource} of cluster '${cluster}' have not been read yet`;
  }
  return `The ${resource} of cluster '${cluster}' cannot be watched: ${
    isError(problem) ? problem.message : stringifyError(problem)
  }`;
}
