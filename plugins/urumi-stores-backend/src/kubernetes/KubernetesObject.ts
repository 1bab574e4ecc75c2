/** Metadata that every Kubernetes object carries, as far as this plugin reads it. */
export interface ObjectMetadata {
  name: string;
  namespace?: string;
  uid?: string;
  generation?: number;
  resourceVersion?: string;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { kind: string; name: string; uid: string }[];
  managedFields?: ManagedFieldsEntry[];
}

/** Which fields of an object somebody wrote last. */
export interface ManagedFieldsEntry {
  /** What the writer called itself. */
  manager?: string;
  operation?: string;
  /** RFC 3339. */
  time?: string;
  subresource?: string;
  /** A tree of `f:<field>` and `k:<key of a list's element>`. */
  fieldsV1?: Record<string, unknown>;
}

/**
 * A Kubernetes object as it is on the wire. Fields that this plugin does not know are kept, which
 * the typed models of the Kubernetes client would drop.
 */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMetadata;
  [field: string]: unknown;
}

/** One list, complete, with the version of the cluster's state that it shows. */
export interface KubernetesList {
  items: KubernetesObject[];
  resourceVersion: string;
}

/** One event of a watch. */
export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: KubernetesObject;
}
