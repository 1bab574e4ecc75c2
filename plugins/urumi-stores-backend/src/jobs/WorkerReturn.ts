import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import {
  forgiveCrashes,
  keepCrash,
} from '../database/operations/forgiveCrashes';
import { handBackJobs } from '../database/operations/handBackJobs';
import { JobLease } from './JobLease';
import { StaleLeaseSweeper } from './StaleLeaseSweeper';

/**
 * How a worker comes back after it could not reach the database for a while, or did not run: it
 * gives back what it no longer has in hand, and says that it lives.
 */
export class WorkerReturn {
  readonly #knex: Knex;
  readonly #workerId: string;
  readonly #sweeper: StaleLeaseSweeper;
  readonly #logger: LoggerService;
  /** Whether something may stand in its name that it does not know of. */
  #wasCutOff = false;
  readonly #blocked = new Set<JobLease>();

  constructor(options: {
    knex: Knex;
    workerId: string;
    sweeper: StaleLeaseSweeper;
    logger: LoggerService;
  }) {
    this.#knex = options.knex;
    this.#workerId = options.workerId;
    this.#sweeper = options.sweeper;
    this.#logger = options.logger;
  }

  cutOff(): void {
    this.#wasCutOff = true;
  }

  /**
   * The lease ran out in the hands of this worker because its own work held up the process. Any of
   * its jobs may have done that, so it is a crash of each: nothing takes it back.
   */
  blocked(lease: JobLease): void {
    this.#blocked.add(lease);
    this.cutOff();
  }

  /**
   * Does nothing unless the worker was cut off. One that fails is done again: it cuts off, too.
   *
   * @param options - `beingMade`: ids of jobs that may come into the worker's hand meanwhile.
   */
  async comeBack({
    inHand,
    beingMade,
  }: {
    inHand: readonly JobLease[];
    beingMade: readonly string[];
  }): Promise<void> {
    if (!this.#wasCutOff) {
      return;
    }
    // First, as it may be cut off again meanwhile.
    this.#wasCutOff = false;
    const workerId = this.#workerId;
    const blocked = [...this.#blocked];
    const ended = blocked.filter(lease => !inHand.includes(lease));
    for (const lease of ended) {
      await this.#sweeper.takeOver(lease, { isProven: true });
    }
    const jobs = await handBackJobs(this.#knex, {
      workerId,
      inHand: [...inHand, ...blocked],
      beingMade,
    });
    const crashes = await forgiveCrashes(this.#knex, {
      workerId,
      except: blocked.map(({ jobId }) => jobId),
    });
    for (const lease of ended) {
      // Somebody else may have taken it over before.
      await keepCrash(this.#knex, lease.jobId, workerId);
      this.#blocked.delete(lease);
    }
    // What was interrupted and has not ended yet is given back in a later round.
    this.#wasCutOff ||= inHand.some(({ signal }) => signal.aborted);
    if (jobs + crashes + ended.length > 0) {
      this.#logger.info('The worker is back after it was cut off', {
        jobsHandedBack: jobs,
        crashesTakenBack: crashes,
        jobsThatBlockedIt: ended.length,
      });
    }
  }
}
