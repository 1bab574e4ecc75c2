import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { JobNotifications } from '../jobs/JobNotifications';
import { JobRunner } from '../jobs/JobRunner';
import { JobWorker } from '../jobs/JobWorker';
import { StaleLeaseSweeper } from '../jobs/StaleLeaseSweeper';
import { JobHandler, JobStep, StepResult } from '../jobs/types';
import { createStoresMetrics } from '../metrics';
import { RecordingLogger } from './RecordingLogger';

const logger = new RecordingLogger();

export const done: StepResult = { state: 'done', message: 'done' };

/** A step of a test. `seedStore` makes jobs with the steps `one` and `two`. */
export function step(
  name: string,
  run: (
    context: Parameters<JobStep['run']>[0],
  ) => Promise<StepResult> | StepResult,
): JobStep {
  return { name, run: async context => run(context) };
}

/** What a worker of a test does with a PROVISION. */
export function provisionHandler(steps: JobStep[]): JobHandler {
  return {
    action: 'PROVISION',
    steps,
    started: () => ({
      change: { status: 'PROVISIONING' },
      event: { type: 'install_started', message: 'started' },
    }),
    succeeded: (_store, outputOf) => ({
      change: { status: 'READY', url: 'http://shop.localhost' },
      event: { type: 'ready', message: 'ready', data: outputOf('two') ?? {} },
    }),
  };
}

function deleteHandler(steps: JobStep[]): JobHandler {
  return {
    action: 'DELETE',
    steps,
    started: () => ({
      change: { status: 'DELETING' },
      event: { type: 'delete_started', message: 'started' },
    }),
    succeeded: () => ({
      change: { status: 'DELETED', url: null, stamp: 'deleted_at' },
      event: { type: 'deleted', message: 'deleted' },
    }),
  };
}

/** What the parts of a worker share. */
export function workerParts(knex: Knex) {
  return {
    knex,
    logger,
    metrics: createStoresMetrics({ logger }),
    changes: new StoreChanges({
      events: { publish: async () => {}, subscribe: async () => {} },
      signals: { publish: async () => {} },
      logger,
    }),
  };
}

/** The real worker, with the given steps for both kinds of jobs. */
export function createTestWorker(
  knex: Knex,
  steps: JobStep[],
  options: {
    leaseMs?: number;
    pollMs?: number;
    concurrency?: number;
    notifications?: JobNotifications;
  } = {},
): JobWorker {
  const { leaseMs = 60_000, pollMs = 20, concurrency = 2 } = options;
  const parts = workerParts(knex);
  return new JobWorker({
    ...parts,
    runner: new JobRunner(parts),
    sweeper: new StaleLeaseSweeper(parts),
    handlers: [provisionHandler(steps), deleteHandler(steps)],
    options: { concurrency, leaseMs, pollMs },
    notifications: options.notifications,
  });
}
