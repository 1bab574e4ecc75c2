import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { StoresMetrics } from '../metrics';
import { JobRunner } from './JobRunner';
import { JobWorker, JobWorkerOptions } from './JobWorker';
import { provisionHandler } from './provision/provisionHandler';
import { reconcileHandler } from './reconcile/reconcileHandler';
import { deleteHandler } from './remove/deleteHandler';
import { StaleLeaseSweeper } from './StaleLeaseSweeper';
import { StepEnvironment } from './StoreTools';
import { changeHandler } from './upgrade/changeHandler';

/** The worker with all kinds of jobs that this version knows. */
export function createJobWorker(
  options: {
    knex: Knex;
    changes: StoreChanges;
    metrics: StoresMetrics;
    logger: LoggerService;
    worker: JobWorkerOptions;
    /** Milliseconds between two looks at a READY store. */
    healthIntervalMs: number;
  } & StepEnvironment,
): JobWorker {
  return new JobWorker({
    knex: options.knex,
    runner: new JobRunner(options),
    sweeper: new StaleLeaseSweeper(options),
    handlers: [
      provisionHandler(options, options),
      deleteHandler(options),
      reconcileHandler(options),
      changeHandler(options, 'UPGRADE'),
      changeHandler(options, 'ROLLBACK'),
    ],
    options: options.worker,
    logger: options.logger,
  });
}
