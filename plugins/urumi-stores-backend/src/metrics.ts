import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ERROR_CLASSES,
  ErrorClass,
  JobAction,
  JobStatus,
  StepState,
  STORE_STATUSES,
  StoreStatus,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What is measured when the metrics are read. */
export interface StoresGauges {
  stores: Partial<Record<StoreStatus, number>>;
  /** Jobs that have not ended. */
  jobs: Partial<Record<JobStatus, number>>;
  /** Milliseconds that the oldest due job has waited; 0 when none waits. */
  oldestDueMs: number;
  degradedStores: number;
  driftedStores: number;
  /** Milliseconds that the oldest due look at a READY store has waited; 0 when none waits. */
  oldestDueLookMs: number;
  /** Milliseconds since the worker of this process last looked for jobs; undefined before. */
  sinceWorkerTickMs: number | undefined;
  /** The loops of the worker of this process. */
  loops: readonly { name: string; ageMs: number }[];
  /** Whether the worker of this process hears at once of new jobs. */
  isListening: boolean;
  /** The configured clusters, as this process sees them. */
  clusters: readonly {
    name: string;
    isReachable: boolean;
    /** Milliseconds since the oldest of the watches last heard of its cluster. */
    watchLagMs: number;
  }[];
}

/**
 * What came of a look at a READY store. `superseded`: a job went to work on the store meanwhile.
 * `failed`: the look itself went wrong.
 */
export const LOOK_OUTCOMES = [
  'healthy',
  'unsettled',
  'degraded',
  'unknown',
  'superseded',
  'failed',
] as const;

export type LookOutcome = (typeof LOOK_OUTCOMES)[number];

/**
 * The metrics of the plugin. Labels are bounded: never a store, a user or a URL.
 */
export interface StoresMetrics {
  storeCreated(): void;
  rateLimited(): void;
  leaseTakenOver(): void;
  /** `seconds` from the request to the end, waiting included. */
  jobSucceeded(options: {
    action: JobAction;
    engine: string;
    seconds: number;
  }): void;
  /** For a job that ended, not for an attempt that is repeated. */
  jobFailed(options: {
    action: JobAction;
    engine: string;
    errorClass: ErrorClass;
    seconds: number;
  }): void;
  stepFinished(options: {
    step: string;
    outcome: StepState;
    seconds: number;
  }): void;
  helmCalled(options: {
    /** The Helm command, such as `upgrade`. */
    operation: string;
    outcome: 'succeeded' | 'failed';
    seconds: number;
  }): void;
  lookDone(options: { outcome: LookOutcome }): void;
  /** Says where the gauges are read from; without, there are none. */
  registerGauges(options: { collect: () => Promise<StoresGauges> }): void;
  /** All metrics in Prometheus' text format. */
  render(): Promise<{ contentType: string; text: string }>;
}

/**
 * Metrics in a registry of their own, so that nothing else of the process gets in.
 */
export function createStoresMetrics(options: {
  logger: LoggerService;
}): StoresMetrics {
  const { logger } = options;
  const registry = new Registry();
  const instruments = createInstruments(registry);
  let collect: (() => Promise<StoresGauges>) | undefined;

  return {
    storeCreated: () => instruments.created.inc(),
    rateLimited: () => instruments.rateLimited.inc(),
    leaseTakenOver: () => instruments.takeovers.inc(),
    jobSucceeded({ action, engine, seconds }) {
      if (action === 'DELETE') {
        instruments.deleted.inc();
      } else if (action === 'PROVISION') {
        instruments.provisioning.observe({ engine, outcome: 'ready' }, seconds);
      }
    },
    jobFailed({ action, engine, errorClass, seconds }) {
      instruments.failures.inc({ class: errorClass });
      if (action === 'PROVISION') {
        instruments.provisioning.observe(
          { engine, outcome: 'failed' },
          seconds,
        );
      }
    },
    stepFinished: ({ step, outcome, seconds }) =>
      instruments.steps.observe({ step, outcome }, seconds),
    helmCalled: ({ operation, outcome, seconds }) =>
      instruments.helmCalls.observe({ operation, outcome }, seconds),
    lookDone: ({ outcome }) => instruments.looks.inc({ outcome }),
    registerGauges(source) {
      collect = source.collect;
    },
    async render() {
      const counters = await registry.metrics();
      try {
        const gauges = collect ? await renderGauges(await collect()) : '';
        return { contentType: registry.contentType, text: counters + gauges };
      } catch (error) {
        // The counters are worth reading without them, all the more when the database is down.
        logger.warn(`Cannot read the gauges of the metrics: ${error}`);
        return { contentType: registry.contentType, text: counters };
      }
    },
  };
}

function createInstruments(registry: Registry) {
  const registers = [registry];
  const failures = new Counter({
    name: 'urumi_store_failures_total',
    help: 'Jobs that failed for good, by class of the cause',
    labelNames: ['class'],
    registers,
  });
  for (const errorClass of ERROR_CLASSES) {
    failures.inc({ class: errorClass }, 0);
  }
  const looks = new Counter({
    name: 'urumi_health_looks_total',
    help: 'Looks at READY stores, by what came of them',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of LOOK_OUTCOMES) {
    looks.inc({ outcome }, 0);
  }
  return {
    failures,
    looks,
    created: new Counter({
      name: 'stores_created_total',
      help: 'Stores that were asked for',
      registers,
    }),
    deleted: new Counter({
      name: 'stores_deleted_total',
      help: 'Stores that are gone with all that belonged to them',
      registers,
    }),
    rateLimited: new Counter({
      name: 'api_rate_limited_total',
      help: 'Requests refused because their caller wrote too fast',
      registers,
    }),
    takeovers: new Counter({
      name: 'urumi_job_lease_takeovers_total',
      help: 'Jobs taken over from a worker that stopped answering',
      registers,
    }),
    provisioning: new Histogram({
      name: 'urumi_provisioning_seconds',
      help: 'Time from the request to READY or FAILED',
      labelNames: ['engine', 'outcome'],
      buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200],
      registers,
    }),
    steps: new Histogram({
      name: 'urumi_step_seconds',
      help: 'Time that a step of a job took, waiting included',
      labelNames: ['step', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600],
      registers,
    }),
    helmCalls: new Histogram({
      name: 'urumi_helm_call_seconds',
      help: 'Time that a call of Helm took',
      labelNames: ['operation', 'outcome'],
      buckets: [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 120],
      registers,
    }),
  };
}

/** Gauges are made anew each time: what is not known now is left out. */
async function renderGauges(values: StoresGauges): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const stores = new Gauge({
    name: 'urumi_stores',
    help: 'Stores by status',
    labelNames: ['status'],
    registers,
  });
  for (const status of STORE_STATUSES) {
    stores.set({ status }, values.stores[status] ?? 0);
  }
  const jobs = new Gauge({
    name: 'urumi_jobs',
    help: 'Jobs that have not ended, by status',
    labelNames: ['status'],
    registers,
  });
  for (const status of ['WAITING', 'QUEUED', 'IN_PROGRESS'] as const) {
    jobs.set({ status }, values.jobs[status] ?? 0);
  }
  new Gauge({
    name: 'urumi_oldest_due_job_age_seconds',
    help: 'How long the oldest due job has waited for a worker',
    registers,
  }).set(values.oldestDueMs / 1000);
  new Gauge({
    name: 'urumi_stores_degraded',
    help: 'READY stores that are not well',
    registers,
  }).set(values.degradedStores);
  new Gauge({
    name: 'urumi_stores_drifted',
    help: 'READY stores of which something was changed outside of the platform',
    registers,
  }).set(values.driftedStores);
  new Gauge({
    name: 'urumi_oldest_due_look_age_seconds',
    help: 'How long the oldest due look at a READY store has waited',
    registers,
  }).set(values.oldestDueLookMs / 1000);
  if (values.sinceWorkerTickMs !== undefined) {
    new Gauge({
      name: 'urumi_worker_tick_age_seconds',
      help: 'Time since the worker of this process last looked for jobs',
      registers,
    }).set(values.sinceWorkerTickMs / 1000);
  }
  const loops = new Gauge({
    name: 'urumi_worker_loop_age_seconds',
    help: 'Time since a round of a loop of this worker last ended well',
    labelNames: ['loop'],
    registers,
  });
  for (const { name, ageMs } of values.loops) {
    loops.set({ loop: name }, ageMs / 1000);
  }
  new Gauge({
    name: 'urumi_worker_wake_up_listening',
    help: 'Whether this worker hears at once of new jobs (1), or finds them by looking (0)',
    registers,
  }).set(values.isListening ? 1 : 0);
  const reachable = new Gauge({
    name: 'urumi_cluster_reachable',
    help: 'Whether the API server of a cluster answers this process (1) or not (0)',
    labelNames: ['cluster'],
    registers,
  });
  const lag = new Gauge({
    name: 'urumi_watch_lag_seconds',
    help: 'Time since the oldest watch on a cluster last heard of it; about a minute is the most that is usual',
    labelNames: ['cluster'],
    registers,
  });
  for (const { name, isReachable, watchLagMs } of values.clusters) {
    reachable.set({ cluster: name }, isReachable ? 1 : 0);
    lag.set({ cluster: name }, watchLagMs / 1000);
  }
  return registry.metrics();
}
