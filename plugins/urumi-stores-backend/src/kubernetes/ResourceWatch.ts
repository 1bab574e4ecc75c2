import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterClient } from './ClusterClient';
import { KubernetesApiError } from './errors';
import { KubernetesObject, WatchEvent } from './KubernetesObject';
import { ObjectView } from './projections';

/** Longer than the minute after which an API server sends a bookmark on a quiet watch. */
const INACTIVITY_MS = 90_000;
const BACKOFF_START_MS = 500;
const BACKOFF_LIMIT_MS = 10_000;

/** Which objects are watched, and what is kept of each. */
export interface WatchedResource<View extends ObjectView> {
  /** Plural name, for messages. */
  name: string;
  path: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** Called with the view before, so that it can carry over what the object does not say. */
  project(
    object: KubernetesObject,
    previous: View | undefined,
    now: number,
  ): View;
  /** Whether the view is kept at all. Default: yes. */
  keep?(view: View): boolean;
  /** At most that many per namespace, the newest. Default: all. */
  limitPerNamespace?: number;
}

/** Told of all that happens to one watch. */
export interface ResourceWatchListener {
  /** The namespace's objects of this resource have changed. */
  onChange(namespace: string): void;
  /** The server has answered. */
  onHeard(): void;
  /** The list is complete and the watch stands (undefined), or why it does not. */
  onState(problem: unknown): void;
}

/**
 * All objects of one resource, kept up to date by list and watch.
 *
 * @remarks
 * Resumes from the last version seen; lists again, telling only the differences, when the server
 * has forgotten that version. It never gives up.
 */
export class ResourceWatch<View extends ObjectView> {
  readonly #client: ClusterClient;
  readonly #resource: WatchedResource<View>;
  readonly #listener: ResourceWatchListener;
  #namespaces = new Map<string, Map<string, View>>();
  #versions = new Map<string, string>();
  #resourceVersion: string | undefined;
  #failures = 0;
  #connection = new AbortController();
  #startedAt = 0;
  /** On the monotonic clock. */
  #heardAt = performance.now();
  #isPaused = false;

  constructor(options: {
    client: ClusterClient;
    resource: WatchedResource<View>;
    listener: ResourceWatchListener;
  }) {
    this.#client = options.client;
    this.#resource = options.resource;
    this.#listener = options.listener;
  }

  get name(): string {
    return this.#resource.name;
  }

  /** Milliseconds since the server last said something of this resource, if only that nothing changed. */
  get quietMs(): number {
    return performance.now() - this.#heardAt;
  }

  /** The namespaces that have objects of this resource. */
  namespaces(): string[] {
    return [...this.#namespaces.keys()];
  }

  /** The objects of a namespace, in no particular order. */
  objects(namespace: string): View[] {
    return [...(this.#namespaces.get(namespace)?.values() ?? [])];
  }

  /**
   * The cluster answers again: ends the pause, and drops a connection from before the outage,
   * which may be dead without saying so.
   */
  resume(outageSince: Date): void {
    if (this.#isPaused || this.#startedAt < outageSince.getTime()) {
      this.#failures = 0;
      this.#listener.onState(new Error('the connection is being renewed'));
      this.#connection.abort();
    }
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#connection = new AbortController();
      this.#startedAt = Date.now();
      const connection = AbortSignal.any([signal, this.#connection.signal]);
      try {
        if (this.#resourceVersion === undefined) {
          this.#resourceVersion = await this.#list(connection);
        }
        await this.#follow(this.#resourceVersion, connection);
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        if (error instanceof KubernetesApiError && error.status === 410) {
          this.#resourceVersion = undefined;
        } else if (!connection.aborted) {
          this.#listener.onState(error);
        }
        await this.#pause(connection);
      }
    }
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const limit = Math.min(
      BACKOFF_LIMIT_MS,
      BACKOFF_START_MS * 2 ** this.#failures++,
    );
    this.#isPaused = true;
    // The signal ends the pause early, which is no failure.
    await sleep(Math.random() * limit, undefined, { signal }).catch(
      () => undefined,
    );
    this.#isPaused = false;
  }

  async #list(signal: AbortSignal): Promise<string> {
    const { path, labelSelector, fieldSelector } = this.#resource;
    const seen = new Set<string>();
    let resourceVersion = '';
    for await (const page of this.#client.listPages(path, {
      labelSelector,
      fieldSelector,
      signal,
      timeoutMs: 30_000,
    })) {
      this.#heard();
      resourceVersion = page.resourceVersion;
      for (const object of page.items) {
        seen.add(object.metadata.uid ?? '');
        this.#put(object);
      }
    }
    for (const [namespace, views] of this.#namespaces) {
      for (const uid of views.keys()) {
        if (!seen.has(uid)) {
          this.#remove(namespace, uid);
        }
      }
    }
    return resourceVersion;
  }

  async #follow(resourceVersion: string, signal: AbortSignal): Promise<void> {
    const { path, labelSelector, fieldSelector } = this.#resource;
    const idle = new AbortController();
    const timer = setTimeout(() => idle.abort(), INACTIVITY_MS);
    timer.unref();
    const heard = () => {
      timer.refresh();
      this.#heard();
    };
    try {
      for await (const event of this.#client.watch(path, {
        resourceVersion,
        labelSelector,
        fieldSelector,
        timeoutSeconds: 240 + Math.round(Math.random() * 240),
        signal: AbortSignal.any([signal, idle.signal]),
        onOpen: () => {
          this.#failures = 0;
          heard();
          this.#listener.onState(undefined);
        },
      })) {
        heard();
        this.#receive(event);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #heard(): void {
    this.#heardAt = performance.now();
    this.#listener.onHeard();
  }

  #receive({ type, object }: WatchEvent): void {
    if (type === 'ERROR') {
      const { code, reason, message } = object as unknown as {
        code?: number;
        reason?: string;
        message?: string;
      };
      throw new KubernetesApiError({
        status: code ?? 500,
        reason: reason ?? 'Unknown',
        message: message ?? 'The watch failed',
        method: 'WATCH',
        path: this.#resource.path,
      });
    }
    if (type === 'DELETED') {
      this.#remove(this.#project(object).namespace, object.metadata.uid ?? '');
    } else if (type !== 'BOOKMARK') {
      this.#put(object);
    }
    this.#resourceVersion = object.metadata.resourceVersion;
  }

  #project(object: KubernetesObject, previous?: View): View {
    return this.#resource.project(object, previous, Date.now());
  }

  #put(object: KubernetesObject): void {
    const { uid = '', resourceVersion = '' } = object.metadata;
    if (this.#versions.get(uid) === resourceVersion) {
      return;
    }
    const { namespace } = this.#project(object);
    const views = this.#namespaces.get(namespace) ?? new Map<string, View>();
    const view = this.#project(object, views.get(uid));
    if (this.#resource.keep?.(view) === false) {
      return;
    }
    this.#namespaces.set(namespace, views);
    views.set(uid, view);
    this.#versions.set(uid, resourceVersion);
    const [oldest] = views.keys();
    if (views.size > (this.#resource.limitPerNamespace ?? Infinity)) {
      views.delete(oldest);
      this.#versions.delete(oldest);
    }
    this.#listener.onChange(namespace);
  }

  #remove(namespace: string, uid: string): void {
    const views = this.#namespaces.get(namespace);
    this.#versions.delete(uid);
    if (views?.delete(uid)) {
      if (views.size === 0) {
        this.#namespaces.delete(namespace);
      }
      this.#listener.onChange(namespace);
    }
  }
}
