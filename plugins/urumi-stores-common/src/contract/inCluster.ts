import { JsonObject } from '@backstage/types';

/** One Kubernetes object of a store. @public */
export interface StoreResource {
  kind: string;
  name: string;
  health: 'healthy' | 'progressing' | 'failed' | 'unknown';
  /** Why it is not healthy; null when it is. */
  message: string | null;
  created_at: string | null;
  /** For pods: the node, the images and the restarts. */
  details: JsonObject;
}

/** Answer of `GET /stores/{id}/resources`. @public */
export interface StoreResources {
  cluster: string;
  namespace: string;
  /** True when the nodes of the cluster only play pods: nothing of the store really runs. */
  simulated_nodes: boolean;
  items: StoreResource[];
}

/** Answer of `GET /stores/{id}/credentials`. Never stored outside the store's namespace. @public */
export interface StoreCredentials {
  store_id: string;
  username: string;
  password: string;
  admin_url: string;
}

/** Query of `GET /stores/{id}/logs`. @public */
export interface StoreLogQuery {
  /** Default: the first pod that is not healthy, else the first one. */
  pod?: string;
  /** Default: the container of the pod that is not ready, else its first main one. */
  container?: string;
  /** True: of the container's last run, which has ended. Default false. */
  previous?: boolean;
  /** Only lines behind this moment, as the last line of an earlier answer has it. */
  since?: string;
  /** The newest so many lines at most: 1 to 2,000, default 500. */
  lines?: number;
}

/** One line that a container has written. @public */
export interface StoreLogLine {
  /** RFC 3339 with nanoseconds, by the clock of the node. */
  time: string;
  /** Without what may be a secret. */
  text: string;
}

/** Answer of `GET /stores/{id}/logs`. @public */
export interface StoreLog {
  cluster: string;
  namespace: string;
  /** Null when the store has no pod. */
  pod: string | null;
  container: string | null;
  previous: boolean;
  /** True when older lines were left out. */
  truncated: boolean;
  /** Why there is no log to read; null when there is one, which may be empty. */
  absent: StoreLogAbsence | null;
  /** Oldest first. */
  lines: StoreLogLine[];
}

/** Why a container has no log. @public */
export interface StoreLogAbsence {
  /**
   * `SimulatedNodes`: nothing runs in the pods of this cluster. `NoPod`: the store has none.
   * `NotStarted`: the container has not run yet, or not before.
   */
  reason: 'SimulatedNodes' | 'NoPod' | 'NotStarted';
  message: string;
}

/** An event that Kubernetes tells of an object of a store. @public */
export interface KubernetesEvent {
  level: 'normal' | 'warning';
  /** CamelCase word of the component that tells it, such as `Pulled`. */
  reason: string;
  message: string;
  /** What it is about. */
  kind: string;
  name: string;
  /** How often it happened. */
  count: number;
  first_seen: string;
  last_seen: string;
}

/** Answer of `GET /stores/{id}/kubernetes-events`. @public */
export interface KubernetesEvents {
  cluster: string;
  namespace: string;
  /** The newest 200, newest first. Kubernetes forgets them, by default after an hour. */
  items: KubernetesEvent[];
  /** There are more than the 2,500 that are read, so that newer ones may be missing. */
  truncated: boolean;
}

/** What a store uses of one of its limits, as Kubernetes quantities such as `1500m` and `2Gi`. @public */
export interface ResourceUsage {
  /** Such as `limits.memory`. */
  resource: string;
  used: string;
  hard: string;
  /** 0 to 1, and more when a limit was lowered; null: the limit is 0. */
  share: number | null;
}

/** Answer of `GET /stores/{id}/usage`: what the namespace's ResourceQuota counts. @public */
export interface StoreUsage {
  cluster: string;
  namespace: string;
  /** Empty while the store has no namespace. */
  items: ResourceUsage[];
}
