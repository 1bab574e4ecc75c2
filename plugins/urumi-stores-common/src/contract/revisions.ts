import { JsonObject } from '@backstage/types';
import { JobAction, JobStatus } from './statuses';

/**
 * Body of `POST /stores/{id}/upgrade`. What is left out stays as it is.
 *
 * @public
 */
export interface UpgradeStoreRequest {
  /**
   * Version of the chart, and with it of the shop software: the one that the engine has now, or the
   * one that the store runs.
   */
  chart_version?: string;
  plan?: string;
  /** Merged into the parameters that the store has, key by key; null takes a parameter back. */
  parameters?: JsonObject;
  /** Whether a failed upgrade is rolled back by itself. Default: what the platform is set to. */
  roll_back_on_failure?: boolean;
}

/** Body of `POST /stores/{id}/rollback`. @public */
export interface RollBackStoreRequest {
  /** One that `GET /stores/{id}/revisions` lists and that can be gone back to. */
  revision: number;
}

/**
 * One revision of a store's Helm release: what it was made of, by whom and why, and what became of
 * it.
 *
 * @public
 */
export interface StoreRevision {
  revision: number;
  /** Whether the store runs it now. */
  current: boolean;
  /**
   * Helm's word, such as `deployed`, `superseded` or `failed`; null when the cluster no longer keeps
   * the revision, or cannot be asked at the moment.
   */
  state: string | null;
  /** Why it was made; null when it was not made by the platform. */
  action: JobAction | null;
  job_id: string | null;
  /** How the job that made it ended; null when it is not known any more. */
  job_state: JobStatus | null;
  /** Who asked for it; null when it was not made by the platform. */
  actor: string | null;
  /** What happened, in a sentence. */
  message: string;
  chart_version: string;
  /** Of all files of the chart; null when it was not recorded. */
  chart_digest: string | null;
  plan: string | null;
  parameters: JsonObject | null;
  created_at: string;
  /** Whether the store can be rolled back to it. */
  rollback: {
    possible: boolean;
    /** Why not, or what the engine says of the database. */
    reason: string;
  };
}

/** One page of the revisions of a store. @public */
export interface StoreRevisionPage {
  /** The newest first. */
  items: StoreRevision[];
  /** Pass it as `cursor` for the next page; absent on the last one. */
  nextCursor?: string;
}

/** One value that differs between two revisions. @public */
export interface RevisionChange {
  /** Path of the value, such as `web.resources.limits.memory`. */
  path: string;
  /** Null when it was not there; `•••` in place of what may be a secret. */
  before: string | null;
  after: string | null;
}

/** A Kubernetes object that differs between two revisions. @public */
export interface RevisionObjectChange {
  kind: string;
  name: string;
  change: 'added' | 'removed' | 'changed';
  /** What differs; empty for an object that was added or removed. */
  fields: RevisionChange[];
}

/** Answer of `GET /stores/{id}/revisions/{revision}/diff`. @public */
export interface StoreRevisionDiff {
  from: number;
  to: number;
  chart: { before: string; after: string };
  /** Values of the chart; null when those of a revision are not known any more. */
  values: RevisionChange[] | null;
  /** Rendered objects; null when the cluster no longer keeps one of the revisions. */
  manifest: RevisionObjectChange[] | null;
  /** What cannot be said, and why; null when all is said. */
  note: string | null;
}
