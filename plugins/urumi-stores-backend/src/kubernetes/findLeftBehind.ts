import {
  MANAGED_LABEL,
  STORE_LABEL,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { OWNER, OWNER_ANNOTATION } from './guardrails';
import { KubernetesObject } from './KubernetesObject';
import { STORE_NAMESPACE_PREFIX } from './storeNamespaces';

/** Objects of one kind that are read at most; a cluster with more is said to have more. */
const MAX_OBJECTS = 20_000;

/** What a cluster holds that may be of stores. */
export interface LeftBehind {
  /** Namespaces that carry our mark. */
  namespaces: KubernetesObject[];
  /** Volumes that are claimed from a namespace with the name of a store's. */
  volumes: KubernetesObject[];
  /** Names of all namespaces that there are. */
  existingNamespaces: ReadonlySet<string>;
  /** Whether there are more objects than were read. */
  truncated: boolean;
}

/** The store that a namespace was made for by us; undefined for one without our mark. */
export function markedStoreId(namespace: KubernetesObject): string | undefined {
  const { labels, annotations } = namespace.metadata;
  return labels?.[MANAGED_LABEL] === 'true' &&
    annotations?.[OWNER_ANNOTATION] === OWNER
    ? labels[STORE_LABEL]
    : undefined;
}

/** The namespace whose claim a volume was made for. */
export function claimNamespace(volume: KubernetesObject): string | undefined {
  const { claimRef } = (volume.spec ?? {}) as {
    claimRef?: { namespace?: string };
  };
  return claimRef?.namespace;
}

/** Looks once through the namespaces and once through the volumes of a cluster, page by page. */
export async function findLeftBehind(
  client: ClusterClient,
  control: RequestControl = {},
): Promise<LeftBehind> {
  const existing = new Set<string>();
  const [namespaces, volumes] = await Promise.all([
    collect(
      client.listPages(client.objectPath('v1', 'Namespace'), {
        ...control,
        metadataOnly: true,
      }),
      namespace => {
        existing.add(namespace.metadata.name);
        return markedStoreId(namespace) !== undefined;
      },
    ),
    collect(
      client.listPages(client.objectPath('v1', 'PersistentVolume'), control),
      volume =>
        claimNamespace(volume)?.startsWith(STORE_NAMESPACE_PREFIX) ?? false,
    ),
  ]);
  return {
    namespaces: namespaces.kept,
    volumes: volumes.kept,
    existingNamespaces: existing,
    truncated: namespaces.truncated || volumes.truncated,
  };
}

async function collect(
  pages: ReturnType<ClusterClient['listPages']>,
  keep: (object: KubernetesObject) => boolean,
) {
  const kept: KubernetesObject[] = [];
  let read = 0;
  for await (const { items } of pages) {
    kept.push(...items.filter(keep));
    read += items.length;
    if (read >= MAX_OBJECTS) {
      return { kept, truncated: true };
    }
  }
  return { kept, truncated: false };
}
