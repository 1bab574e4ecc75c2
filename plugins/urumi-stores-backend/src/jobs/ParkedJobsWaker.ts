import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import {
  claimParkedJobs,
  ParkedJobs,
} from '../database/operations/claimParkedJobs';
import { wakeJobs } from '../database/operations/wakeJobs';
import { JobWorker } from './JobWorker';

/** Ends the waiting of parked jobs. Whatever fails here delays them only: they look by themselves after a while. */
export class ParkedJobsWaker {
  readonly #knex: Knex;
  readonly #worker: JobWorker;
  readonly #logger: LoggerService;

  constructor(options: {
    knex: Knex;
    worker: JobWorker;
    logger: LoggerService;
  }) {
    this.#knex = options.knex;
    this.#worker = options.worker;
    this.#logger = options.logger;
  }

  /** Makes due whatever waits for one of the things. */
  async wake(waitingFor: readonly string[]): Promise<void> {
    await this.#try(() => this.#makeDue({ waitingFor }));
  }

  /** Has the jobs of stores go on: at once as far as this worker has free slots, else in their turn. */
  async resume(parked: ParkedJobs): Promise<void> {
    await this.#try(async () => {
      const claimed = await this.#worker.claimBy(options =>
        claimParkedJobs(this.#knex, parked, options),
      );
      if (claimed < parked.storeIds.length) {
        await this.#makeDue(parked);
      }
    });
  }

  async #makeDue(which: Parameters<typeof wakeJobs>[1]) {
    if ((await wakeJobs(this.#knex, which)) > 0) {
      this.#worker.wake();
    }
  }

  async #try(work: () => Promise<void>) {
    try {
      await work();
    } catch (error) {
      this.#logger.warn(
        'Waiting jobs were not woken; they look by themselves',
        { error: String(error) },
      );
    }
  }
}
