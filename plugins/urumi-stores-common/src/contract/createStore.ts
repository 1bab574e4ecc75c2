import { JsonObject } from '@backstage/types';
import { StoreLimits } from './limits';
import { StoreStatus } from './statuses';

/** @public */
export interface CreateStoreRequest {
  /** Default `woocommerce`. */
  engine?: string;
  /** At most 120 characters. Kept as written; need not be unique. */
  display_name?: string;
  plan?: string;
  /** Entity ref; default: the caller's team. */
  owner?: string;
  /** Name of the cluster; default: the one with the most room. */
  cluster?: string;
  /** Labels that the cluster must have, in place of its name; such as `{ region: 'eu' }`. */
  cluster_labels?: Record<string, string>;
  /** Host name of the shop; default `store-<uuid>.<base domain of the cluster>`. */
  hostname?: string;
  /** Checked against the engine's parameter schema. */
  parameters?: JsonObject;
}

/** Answer of every call that starts a job. @public */
export interface StoreOperation {
  store_id: string;
  status: StoreStatus;
  namespace: string;
  queued_job_id: string;
}

/** Answer of `POST /stores?dry_run=true`. @public */
export interface StorePlanPreview {
  engine: string;
  plan: string;
  cluster: string;
  owner: string;
  /** Shown with a made-up id: the real one is given at creation. */
  namespace: string;
  host: string;
  chart: { name: string; version: string };
  /** How many objects of each kind the guardrails and the chart make. */
  objects: Record<string, number>;
  /** Hard limits of the namespace's ResourceQuota. */
  quota: Record<string, string>;
  limits: StoreLimits;
  /** What would keep the store from being created or from getting ready. */
  problems: { code: string; message: string }[];
}
