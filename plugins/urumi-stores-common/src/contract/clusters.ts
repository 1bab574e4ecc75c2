import { LimitUsage } from './limits';

/** What is wrong with a cluster: one thing, however many stores it holds up. @public */
export interface ClusterIncident {
  /** Word for programs, such as `ClusterUnreachable`. */
  code: string;
  message: string;
  owner: 'platform_operator';
  next_action: string;
  since: string;
  /** Stores that cannot go on until it is over. */
  stores_waiting: number;
}

/** State of one cluster, in `GET /readyz`. @public */
export interface ClusterState {
  name: string;
  reachable: boolean;
  simulated_nodes: boolean | null;
  message: string | null;
  since: string | null;
  incident: ClusterIncident | null;
}

/** One entry of `GET /clusters`. @public */
export interface ClusterOffer extends ClusterState {
  /** What `cluster_labels` of a request can ask for. */
  labels: Record<string, string>;
  /** Stores that it holds and may hold; null: not limited. */
  capacity: LimitUsage | null;
}
