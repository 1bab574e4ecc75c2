import {
  isStoreStatusTransitionAllowed,
  JobAction,
  JobStatus,
  StoreStatus,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { JOB_PRIORITY } from '../../jobs/plan';

/** How often a job may bring its worker down. */
const MAX_CRASHES = 3;

/** A job as it should be. */
export interface ModelJob {
  id: string;
  action: JobAction;
  status: JobStatus;
  attempt: number;
  maxAttempts: number;
  crashes: number;
  cancelRequested: boolean;
  due: boolean;
  parkedFor: 'workloads' | 'cluster' | undefined;
  /** Number of the claim that holds it, of all claims. */
  claim: number | undefined;
  leaseExpired: boolean;
}

/** A store as it should be, with its jobs in the order in which they were made. */
export interface ModelStore {
  status: StoreStatus;
  /** Whether a delete was asked for, once and for all. */
  toBeDeleted: boolean;
  jobs: ModelJob[];
}

/** How an attempt ends. */
export const OUTCOMES = [
  'succeeds',
  'fails for now',
  'fails for good',
  'is handed back',
  'waits',
  'finds no cluster',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** A claimed job in the hands of a worker, which may have lost it meanwhile. */
export interface ModelRun {
  store: ModelStore;
  job: ModelJob;
  claim: number;
}

const isActive = ({ status }: ModelJob) =>
  status === 'QUEUED' || status === 'IN_PROGRESS';

const isOpen = (job: ModelJob) => isActive(job) || job.status === 'WAITING';

/** Whether a job of the store waits behind another one. */
export function hasActiveAndWaiting({ jobs }: ModelStore): boolean {
  return jobs.some(isActive) && jobs.some(({ status }) => status === 'WAITING');
}

/** The job engine without a database, without time and without threads. */
export class JobModel {
  readonly stores: ModelStore[] = [];
  /** What workers have in hand, or believe to have. */
  runs: ModelRun[] = [];
  claims = 0;

  isHeld({ job, claim }: ModelRun): boolean {
    return job.status === 'IN_PROGRESS' && job.claim === claim;
  }

  dueJobs(): ModelRun[] {
    return this.stores.flatMap(store =>
      store.jobs
        .filter(({ status, due }) => status === 'QUEUED' && due)
        .map(job => ({ store, job, claim: 0 })),
    );
  }

  addStore(job: { id: string; maxAttempts: number }) {
    const store: ModelStore = {
      status: 'QUEUED',
      toBeDeleted: false,
      jobs: [],
    };
    this.stores.push(store);
    this.enqueue(store, { ...job, action: 'PROVISION' });
  }

  /** @returns the job that does it: the one that waits already, else a new one */
  enqueue(
    store: ModelStore,
    wanted: Pick<ModelJob, 'id' | 'action' | 'maxAttempts'>,
  ): ModelJob {
    const active = store.jobs.find(isActive);
    const waitingFor = (wantedAction: JobAction) =>
      store.jobs.find(
        ({ action, status }) => action === wantedAction && status === 'WAITING',
      );
    const overtakes =
      active?.status === 'QUEUED' &&
      JOB_PRIORITY[active.action] > JOB_PRIORITY[wanted.action];
    if (active && overtakes) {
      active.status = waitingFor(active.action) ? 'CANCELLED' : 'WAITING';
    }
    const waiting = active && waitingFor(wanted.action);
    if (waiting) {
      this.promote(store);
      return waiting;
    }
    const job: ModelJob = {
      ...wanted,
      status: active && !overtakes ? 'WAITING' : 'QUEUED',
      attempt: 0,
      crashes: 0,
      cancelRequested: false,
      due: true,
      parkedFor: undefined,
      claim: undefined,
      leaseExpired: false,
    };
    store.jobs.push(job);
    return job;
  }

  /** A worker takes the job and begins with it, unless the store went another way. */
  claim(run: ModelRun) {
    const { store, job } = run;
    Object.assign(job, {
      status: 'IN_PROGRESS',
      attempt: job.attempt + 1,
      claim: run.claim,
      parkedFor: undefined,
      leaseExpired: false,
    });
    const begun = job.action === 'DELETE' ? 'DELETING' : 'PROVISIONING';
    if (isStoreStatusTransitionAllowed(store.status, begun)) {
      store.status = begun;
      this.runs.push(run);
    } else {
      this.settleCancelled(run);
    }
  }

  finish(run: ModelRun, outcome: Outcome) {
    this.runs = this.runs.filter(other => other !== run);
    if (!this.isHeld(run)) {
      return;
    }
    const { store, job } = run;
    if (job.cancelRequested) {
      this.settleCancelled(run);
    } else if (outcome === 'succeeds') {
      store.status = job.action === 'DELETE' ? 'DELETED' : 'READY';
      this.end(run, 'SUCCEEDED');
    } else if (
      outcome === 'fails for good' ||
      (outcome === 'fails for now' && job.attempt >= job.maxAttempts)
    ) {
      this.fail(run);
    } else {
      job.status = 'QUEUED';
      job.due = outcome === 'is handed back';
      job.attempt -= outcome === 'fails for now' ? 0 : 1;
      if (outcome === 'waits' || outcome === 'finds no cluster') {
        job.parkedFor = outcome === 'waits' ? 'workloads' : 'cluster';
      }
    }
  }

  /** Ends a held job without the promotion that belongs to it. */
  endAlone({ job }: ModelRun) {
    job.status = 'CANCELLED';
  }

  sweep() {
    for (const store of this.stores) {
      for (const job of store.jobs) {
        if (job.status === 'IN_PROGRESS' && job.leaseExpired) {
          this.takeOver({ store, job, claim: 0 });
        }
      }
    }
    this.stores.forEach(store => this.promote(store));
  }

  private takeOver(run: ModelRun) {
    const { job } = run;
    job.crashes += 1;
    if (job.cancelRequested) {
      this.settleCancelled(run);
    } else if (job.crashes >= MAX_CRASHES) {
      this.fail(run);
    } else {
      job.attempt -= 1;
      job.status = 'QUEUED';
      job.due = true;
    }
  }

  wake(isWoken: (store: ModelStore, job: ModelJob) => boolean): number {
    let woken = 0;
    for (const store of this.stores) {
      for (const job of store.jobs) {
        if (
          job.status === 'QUEUED' &&
          !job.due &&
          job.parkedFor &&
          isWoken(store, job)
        ) {
          job.due = true;
          woken += 1;
        }
      }
    }
    return woken;
  }

  letTimePass() {
    this.stores
      .flatMap(({ jobs }) => jobs)
      .forEach(job => {
        job.due = true;
      });
  }

  cancel(store: ModelStore) {
    for (const job of store.jobs) {
      if (job.status === 'IN_PROGRESS') {
        job.cancelRequested = true;
      } else if (isOpen(job)) {
        job.status = 'CANCELLED';
      }
    }
  }

  /** The delete that is under way and is not to be cancelled itself. */
  openDelete(store: ModelStore): ModelJob | undefined {
    return store.jobs.find(
      job => job.action === 'DELETE' && isOpen(job) && !job.cancelRequested,
    );
  }

  /** The job that a store has in hand, else its last one. */
  currentJob({ jobs }: ModelStore): ModelJob | undefined {
    return (
      jobs.find(isActive) ??
      jobs.findLast(({ status }) => status === 'WAITING') ??
      jobs.at(-1)
    );
  }

  promote(store: ModelStore) {
    if (!store.jobs.some(isActive)) {
      const [next] = store.jobs
        .filter(({ status }) => status === 'WAITING')
        .sort((a, b) => JOB_PRIORITY[a.action] - JOB_PRIORITY[b.action]);
      if (next) {
        next.status = 'QUEUED';
        next.due = true;
      }
    }
  }

  private end({ store, job }: ModelRun, status: JobStatus) {
    job.status = status;
    this.promote(store);
  }

  /** A store whose installation was cancelled has failed, unless something else begins. */
  private settleCancelled(run: ModelRun) {
    const { store, job } = run;
    this.end(run, 'CANCELLED');
    const isNext = store.jobs.some(isActive);
    if (job.action === 'PROVISION' && !store.toBeDeleted && !isNext) {
      if (isStoreStatusTransitionAllowed(store.status, 'FAILED')) {
        store.status = 'FAILED';
      }
    }
  }

  private fail(run: ModelRun) {
    this.end(run, 'FAILED');
    run.store.status = 'FAILED';
  }
}
