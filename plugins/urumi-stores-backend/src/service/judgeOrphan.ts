import {
  OrphanReason,
  storeNamespace,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreRow, toTimestamp } from '../database/rows';
import { STORE_RECORD_ANNOTATION } from '../kubernetes/guardrails';
import { KubernetesObject } from '../kubernetes/KubernetesObject';
import {
  PLATFORM_LABEL,
  PlatformIdentity,
  readMaker,
} from '../kubernetes/platformMark';

/** Why an object is an orphan, and what may be done with it. */
export interface Judgement {
  reason: OrphanReason;
  message: string;
  /** Null when it may be done. */
  removeRefused: string | null;
  adoptRefused: string | null;
}

const BY_HAND = 'Look at it, and remove it by hand if nobody needs it.';
const IS_FINAL =
  'A deleted store stays deleted: its receipt says what is gone.';

/** What is asked of a namespace that carries the mark of stores. */
interface NamespaceQuestion {
  /** Name of the cluster. */
  cluster: string;
  platform: PlatformIdentity;
  /** Of the mark. */
  storeId: string;
  /** That the mark names, if there is a record of it. */
  store: StoreRow | undefined;
}

/**
 * Why a namespace is not ours to judge: another platform has made it, and its uid is not one that
 * we know better. Null when it may be ours.
 */
export function othersNamespace(
  object: KubernetesObject,
  { platform, store }: Pick<NamespaceQuestion, 'platform' | 'store'>,
): string | null {
  const { labels, uid } = object.metadata;
  const isOthers =
    readMaker(object, platform) === 'others' &&
    (store?.namespace_uid ?? undefined) !== uid;
  return isOthers
    ? `It was made by another platform, '${labels?.[PLATFORM_LABEL]}'; this one is '${platform.name}'. If that is what this platform was before its database was lost, set urumiStores.platformName to it.`
    : null;
}

/**
 * Judges a namespace that carries the mark of stores.
 *
 * @returns undefined for the namespace of a living store, or of another platform.
 */
export function judgeNamespace(
  object: KubernetesObject,
  question: NamespaceQuestion,
): Judgement | undefined {
  const { cluster, platform, storeId, store } = question;
  const { metadata } = object;
  if (othersNamespace(object, question) !== null) {
    return undefined;
  }
  if (!store) {
    const nobodys =
      readMaker(object, platform) === 'unknown'
        ? `It does not say which platform made it, so it is never touched. If it was this one: kubectl label namespace ${metadata.name} ${PLATFORM_LABEL}=${platform.name}`
        : null;
    return {
      reason: 'unknown_store',
      message: `It was made for store ${storeId}, of which this platform has no record.`,
      removeRefused: nobodys,
      adoptRefused: nobodys ?? adoptRefusedOf(metadata, storeId),
    };
  }
  const isRecorded =
    store.cluster === cluster &&
    store.namespace === metadata.name &&
    (store.namespace_uid === null || store.namespace_uid === metadata.uid);
  if (isRecorded) {
    return store.status === 'DELETED'
      ? {
          reason: 'deleted_store',
          message: `Its store was deleted at ${deletedAt(
            store,
          )}. It came, or came back, after that.`,
          removeRefused: null,
          adoptRefused: IS_FINAL,
        }
      : undefined;
  }
  const recorded = `${store.namespace} in cluster '${store.cluster}' with uid ${
    store.namespace_uid ?? 'not yet known'
  }`;
  return {
    reason: 'other_namespace',
    message: `It names store ${store.id}, which is ${store.status}, but another one was made for that store: ${recorded}.`,
    removeRefused: `It is not the namespace that was made for store ${store.id}, so it is never touched. ${BY_HAND}`,
    adoptRefused: takeOverRefused(metadata, cluster, store),
  };
}

/**
 * Judges a volume that is claimed from a namespace with the name of a store's, which is not there.
 *
 * @returns undefined for a volume of a living store: its own delete waits for it and names it.
 */
export function judgeVolume(
  namespace: string,
  options: { cluster: string; store: StoreRow | undefined },
): Judgement | undefined {
  const { cluster, store } = options;
  const adoptRefused = 'A volume alone is no store.';
  const gone = `It was claimed from namespace ${namespace}, which is not there any more.`;
  if (!store) {
    return {
      reason: 'unknown_store',
      message: `${gone} That is the name of a store's namespace, but this platform has no record of the store.`,
      removeRefused: `Nothing proves that this platform made it, so it is never touched. ${BY_HAND}`,
      adoptRefused,
    };
  }
  if (store.cluster !== cluster || store.namespace_uid === null) {
    return {
      reason: 'other_namespace',
      message: `${gone} Store ${store.id} has that name, but no namespace was made for it in this cluster.`,
      removeRefused: `It is not of the namespace that was made for store ${store.id}, so it is never touched. ${BY_HAND}`,
      adoptRefused,
    };
  }
  return store.status === 'DELETED'
    ? {
        reason: 'deleted_store',
        message: `${gone} Its store was deleted at ${deletedAt(store)}.`,
        removeRefused: null,
        adoptRefused,
      }
    : undefined;
}

function deletedAt(store: StoreRow): string {
  return store.deleted_at === null
    ? 'an unknown time'
    : toTimestamp(store.deleted_at);
}

function adoptRefusedOf(
  metadata: KubernetesObject['metadata'],
  storeId: string,
): string | null {
  if (metadata.name !== storeNamespace(storeId)) {
    return `The namespace of store ${storeId} would be called ${storeNamespace(
      storeId,
    )}; what is in this one would not be found.`;
  }
  if (metadata.deletionTimestamp) {
    return 'It is being deleted already.';
  }
  return metadata.annotations?.[STORE_RECORD_ANNOTATION] === undefined
    ? `It does not carry the annotation ${STORE_RECORD_ANNOTATION}, so nothing tells what store it was.`
    : null;
}

/** A store that failed, such as over a namespace that was restored from a backup, may take it. */
function takeOverRefused(
  metadata: KubernetesObject['metadata'],
  cluster: string,
  store: StoreRow,
): string | null {
  if (store.status === 'DELETED') {
    return IS_FINAL;
  }
  if (store.cluster !== cluster || store.namespace !== metadata.name) {
    return `Store ${store.id} lives in namespace ${store.namespace} in cluster '${store.cluster}'.`;
  }
  if (metadata.deletionTimestamp) {
    return 'It is being deleted already.';
  }
  return store.status === 'FAILED' && store.desired === 'present'
    ? null
    : `Store ${store.id} is ${store.status}; only one whose provisioning has FAILED can take over another namespace.`;
}
