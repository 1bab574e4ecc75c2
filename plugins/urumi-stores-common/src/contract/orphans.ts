import { StoreStatus } from './statuses';

/** Kinds of objects that a store can leave behind. @public */
export const ORPHAN_KINDS = ['Namespace', 'PersistentVolume'] as const;

/** @public */
export type OrphanKind = (typeof ORPHAN_KINDS)[number];

/**
 * Why an object is an orphan.
 *
 * `unknown_store`: it names a store that the platform has no record of. `deleted_store`: its store
 * is DELETED. `other_namespace`: its store is known, but it is not what was made for that store.
 *
 * @public
 */
export const ORPHAN_REASONS = [
  'unknown_store',
  'deleted_store',
  'other_namespace',
] as const;

/** @public */
export type OrphanReason = (typeof ORPHAN_REASONS)[number];

/** Exactly one object of a cluster. @public */
export interface OrphanReference {
  cluster: string;
  kind: OrphanKind;
  name: string;
  uid: string;
}

/** A leftover of a store in a cluster, without a living store. @public */
export interface Orphan extends OrphanReference {
  labels: Record<string, string>;
  created_at: string | null;
  /** True once its deletion was asked for. */
  deleting: boolean;
  reason: OrphanReason;
  /** The reason as a sentence. */
  message: string;
  /** The store that it names; null when the platform has no record of it. */
  store: {
    id: string;
    display_name: string | null;
    state: StoreStatus;
    owner: string;
    deleted_at: string | null;
  } | null;
  /** Of a namespace: the volumes with its claims, which go with it. */
  volumes: string[];
  /** Why it cannot be removed here; null when it can. */
  remove_refused: string | null;
  /** Why it cannot become a living store; null when it may, which is looked into then. */
  adopt_refused: string | null;
}

/** Answer of `GET /orphans`. @public */
export interface Orphans {
  /** The configured clusters; `message` says why one could not be looked at, and is null else. */
  clusters: { name: string; message: string | null }[];
  items: Orphan[];
  /** True when there are more than the answer holds: remove some, then look again. */
  truncated: boolean;
}

/** Body of `POST /orphans/adopt`. @public */
export interface AdoptOrphanRequest extends OrphanReference {
  /** Entity ref; default: the owner that the namespace was made for. */
  owner?: string;
}

/** Answer of `POST /orphans/remove`. @public */
export interface OrphanRemoval extends OrphanReference {
  /** `removing`: the cluster has accepted the deletion. `gone`: it was not there any more. */
  state: 'removing' | 'gone';
}
