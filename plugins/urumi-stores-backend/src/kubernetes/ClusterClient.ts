import { LoggerService } from '@backstage/backend-plugin-api';
import { ApiTransport, RequestControl } from './ApiTransport';
import { ClusterAccess } from './ClusterAccess';
import { isNotFound } from './errors';
import { ClusterSource } from './loadClusterSource';
import {
  KubernetesList,
  KubernetesObject,
  WatchEvent,
} from './KubernetesObject';
import { readJsonLines } from './readJsonLines';
import { objectPath } from './resourcePaths';

const PAGE_SIZE = 500;

export interface ListOptions extends RequestControl {
  labelSelector?: string;
  fieldSelector?: string;
  /** Objects per request; default 500. All pages are read. */
  limit?: number;
  /** True: the contents of the objects stay in the cluster. */
  metadataOnly?: boolean;
}

export interface WatchOptions {
  resourceVersion: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** Seconds after which the server ends the watch. */
  timeoutSeconds: number;
  signal: AbortSignal;
  /** Called once the server has accepted the watch. */
  onOpen?: () => void;
}

/**
 * Raw JSON requests to one Kubernetes API server.
 *
 * @remarks
 * All methods throw `ClusterUnreachableError` when the server does not answer (or answers
 * that it cannot now), `KubernetesApiError` when it refuses, and the signal's reason when
 * the caller gives up.
 */
export class ClusterClient {
  /** Name of the cluster in the configuration. */
  readonly name: string;
  readonly #access: ClusterAccess;
  readonly #transport: ApiTransport;

  private constructor(
    name: string,
    access: ClusterAccess,
    transport: ApiTransport,
  ) {
    this.name = name;
    this.#access = access;
    this.#transport = transport;
  }

  /** @throws InputError when the source is missing, unreadable or names no cluster. */
  static async fromConfig(
    options: ClusterSource & {
      logger: LoggerService;
      /** Called when the server answers that it has too much to do. */
      onThrottled?: () => void;
    },
  ): Promise<ClusterClient> {
    const { logger, onThrottled, ...source } = options;
    const { name: cluster } = options;
    const access = await ClusterAccess.load(source);
    return new ClusterClient(
      cluster,
      access,
      new ApiTransport({ cluster, access, logger, onThrottled }),
    );
  }

  /** Address of the API server. */
  get server(): string {
    return this.#access.server;
  }

  /** A self-contained kubeconfig for a short-lived child process. It is a secret. */
  kubeconfigText(): Promise<string> {
    return this.#access.kubeconfigText();
  }

  /** Path of an object, or of a collection when no name is given. */
  objectPath(
    apiVersion: string,
    kind: string,
    namespace?: string,
    name?: string,
  ): string {
    return objectPath(apiVersion, kind, namespace, name);
  }

  /** The object; undefined only when the API itself says that it does not exist. */
  async get(
    path: string,
    options: RequestControl & {
      /** True: the contents of the object stay in the cluster. */
      metadataOnly?: boolean;
    } = {},
  ): Promise<KubernetesObject | undefined> {
    const { metadataOnly, ...control } = options;
    try {
      return (await this.#transport.json({
        ...control,
        method: 'GET',
        path,
        ...(metadataOnly && { accept: metadataOf('PartialObjectMetadata') }),
      })) as KubernetesObject;
    } catch (error) {
      if (isNotFound(error)) {
        return undefined;
      }
      throw error;
    }
  }

  /** All objects of a collection, page by page. */
  async list(path: string, options: ListOptions = {}): Promise<KubernetesList> {
    const items: KubernetesObject[] = [];
    let resourceVersion = '';
    for await (const page of this.listPages(path, options)) {
      items.push(...page.items);
      resourceVersion = page.resourceVersion;
    }
    return { items, resourceVersion };
  }

  /** The pages of a collection as they come, so that no one has to hold all of it. */
  async *listPages(
    path: string,
    options: ListOptions = {},
  ): AsyncGenerator<KubernetesList> {
    const { labelSelector, fieldSelector, limit = PAGE_SIZE } = options;
    let next: string | undefined;
    do {
      const page = (await this.#transport.json({
        signal: options.signal,
        timeoutMs: options.timeoutMs,
        method: 'GET',
        path,
        ...(options.metadataOnly && {
          accept: metadataOf('PartialObjectMetadataList'),
        }),
        query: { labelSelector, fieldSelector, limit, continue: next },
      })) as {
        items?: KubernetesObject[];
        metadata: { resourceVersion: string; continue?: string };
      };
      yield {
        items: page.items ?? [],
        resourceVersion: page.metadata.resourceVersion,
      };
      next = page.metadata.continue;
    } while (next);
  }

  /** Server-side apply: the object is created, or brought to what is given. */
  async apply(
    object: KubernetesObject,
    options: RequestControl & {
      fieldManager: string;
      force?: boolean;
      dryRun?: boolean;
    },
  ): Promise<KubernetesObject> {
    const { fieldManager, force = true, dryRun, ...control } = options;
    const { apiVersion, kind, metadata } = object;
    return (await this.#transport.json({
      ...control,
      method: 'PATCH',
      path: objectPath(apiVersion, kind, metadata.namespace, metadata.name),
      query: {
        fieldManager,
        force,
        fieldValidation: 'Strict',
        dryRun: dryRun ? 'All' : undefined,
      },
      contentType: 'application/apply-patch+yaml',
      body: object,
    })) as KubernetesObject;
  }

  /** @throws KubernetesApiError with reason `AlreadyExists` when the name is taken. */
  async create(
    object: KubernetesObject,
    control: RequestControl = {},
  ): Promise<KubernetesObject> {
    const { apiVersion, kind, metadata } = object;
    return (await this.#transport.json({
      ...control,
      method: 'POST',
      path: objectPath(apiVersion, kind, metadata.namespace),
      query: { fieldValidation: 'Strict' },
      body: object,
    })) as KubernetesObject;
  }

  /** JSON merge patch. */
  async patch(
    path: string,
    patch: Record<string, unknown>,
    control: RequestControl = {},
  ): Promise<KubernetesObject> {
    return (await this.#transport.json({
      ...control,
      method: 'PATCH',
      path,
      contentType: 'application/merge-patch+json',
      body: patch,
    })) as KubernetesObject;
  }

  /** Writes the whole object; refused when its resourceVersion is no longer the newest. */
  async replace(
    path: string,
    object: KubernetesObject,
    control: RequestControl = {},
  ): Promise<KubernetesObject> {
    return (await this.#transport.json({
      ...control,
      method: 'PUT',
      path,
      body: object,
    })) as KubernetesObject;
  }

  /**
   * Asks for deletion. `deleted` means accepted: finalizers may keep the object for a while.
   *
   * @throws KubernetesApiError with reason `Conflict` when the object has another uid.
   */
  async delete(
    path: string,
    options: RequestControl & {
      uid?: string;
      propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
    } = {},
  ): Promise<'deleted' | 'absent'> {
    const { uid, propagationPolicy, ...control } = options;
    try {
      await this.#transport.json({
        ...control,
        method: 'DELETE',
        path,
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          propagationPolicy,
          preconditions: uid ? { uid } : undefined,
        },
      });
      return 'deleted';
    } catch (error) {
      if (isNotFound(error)) {
        return 'absent';
      }
      throw error;
    }
  }

  /** The last `maxBytes` of an answer that is text, and how many bytes it had. */
  async tail(
    path: string,
    options: RequestControl & {
      query: Record<string, string | number | boolean | undefined>;
      maxBytes: number;
    },
  ): Promise<{ text: string; bytes: number }> {
    return this.#transport.tail({ ...options, method: 'GET', path });
  }

  /** Version of the API server, such as `v1.36.4`. */
  async version(control: RequestControl = {}): Promise<string> {
    const answer = await this.#transport.json({
      ...control,
      method: 'GET',
      path: '/version',
    });
    return (answer as { gitVersion: string }).gitVersion;
  }

  /** The events of a watch, until the server ends it. */
  async *watch(
    path: string,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent> {
    const { resourceVersion, labelSelector, fieldSelector, signal } = options;
    const answer = await this.#transport.send({
      method: 'GET',
      path,
      signal,
      query: {
        watch: true,
        allowWatchBookmarks: true,
        timeoutSeconds: options.timeoutSeconds,
        resourceVersion,
        labelSelector,
        fieldSelector,
      },
    });
    options.onOpen?.();
    try {
      for await (const line of readJsonLines(answer.body)) {
        yield line as WatchEvent;
      }
    } catch (error) {
      throw this.#transport.toError(error, signal);
    } finally {
      answer.body.destroy();
    }
  }

  /** Uses new connections from now on: idle ones may be dead without saying so. */
  renewConnections(): void {
    this.#access.renewConnections();
  }

  async close(): Promise<void> {
    await this.#access.close();
  }
}

/** Asks the API server for names, labels and uids, and to keep the contents to itself. */
function metadataOf(
  kind: 'PartialObjectMetadata' | 'PartialObjectMetadataList',
) {
  return `application/json;as=${kind};g=meta.k8s.io;v=v1`;
}
