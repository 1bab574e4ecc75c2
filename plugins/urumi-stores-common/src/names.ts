/** Plugin id of the stores backend and frontend. @public */
export const URUMI_STORES_PLUGIN_ID = 'urumi-stores';

/** Topic on which changed stores are published, for the catalog and third parties. @public */
export const STORES_EVENT_TOPIC = 'urumi.stores';

/**
 * Payload of {@link STORES_EVENT_TOPIC}: a hint to read the store again.
 *
 * @public
 */
export interface StoresEventPayload {
  version: 1;
  store_id: string;
  change: 'created' | 'updated' | 'deleted';
}

/** Signal channel of changed stores. A signal is a hint to refetch, never the truth. @public */
export const STORES_SIGNAL_CHANNEL = 'urumi-stores';

/** Payload on {@link STORES_SIGNAL_CHANNEL}. @public */
export interface StoresSignal {
  store_id: string;
  /** When the store changed, in epoch milliseconds of the database: a greater one is newer. */
  version: number;
  [key: string]: string | number;
}

/** Catalog entity type of a store (`kind: Resource`). @public */
export const STORE_ENTITY_TYPE = 'online-store';

/** Annotation with the store's id on its catalog entity. @public */
export const STORE_ID_ANNOTATION = 'urumi.io/store-id';

/** Annotation with the engine on a store's catalog entity. @public */
export const STORE_ENGINE_ANNOTATION = 'urumi.io/engine';

/** Label with the store's id on every Kubernetes object of a store. @public */
export const STORE_LABEL = 'urumi.io/store';

/** Label `true` on every Kubernetes object that the platform makes. @public */
export const MANAGED_LABEL = 'urumi.io/managed';

/** Label of a Helm release: the job that made the revision. @public */
export const RELEASE_OPERATION_LABEL = 'urumi.io/op';

/** Label of a Helm release: the digest of the chart that made the revision. @public */
export const RELEASE_CHART_LABEL = 'urumi.io/chart-digest';

/** Label of a Helm release: the fence of the attempt that made the revision. @public */
export const RELEASE_FENCE_LABEL = 'urumi.io/fence';

/**
 * Namespace and Helm release of a store: at most 53 characters, as Helm demands.
 *
 * @public
 */
export function storeNamespace(storeId: string): string {
  return `store-${storeId}`;
}
