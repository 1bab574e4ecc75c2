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

  /** Does nothing unless the worker was cut off. */
  async comeBack(inHand: readonly JobLease[]): Promise<void> {
    if (!this.#wasCutOff) {
      return;
    }
    // First, as it may be cut off again meanwhile.
    this.#wasCutOff = false;
    const workerId = this.#workerId;
    try {
      const blocked = await this.#giveUpBlocked(inHand);
      const jobs = await handBackJobs(this.#knex, {
        workerId,
        inHand: [...inHand, ...this.#blocked],
      });
      const crashes = await forgiveCrashes(this.#knex, workerId);
      if (jobs + crashes + blocked > 0) {
        this.#logger.info('The worker is back after it was cut off', {
          jobsHandedBack: jobs,
          crashesTakenBack: crashes,
          jobsThatBlockedIt: blocked,
        });
      }
    } catch (error) {
      this.#wasCutOff = true;
      throw error;
    }
    // What was interrupted and has not ended yet is given back in a later round.
    this.#wasCutOff ||= inHand.some(({ signal }) => signal.aborted);
  }

  async #giveUpBlocked(inHand: readonly JobLease[]): Promise<number> {
    for (const lease of this.#blocked) {
      // Also while it is still in hand: somebody else may have it already.
      await keepCrash(this.#knex, lease.jobId, this.#workerId);
    }
    const ended = [...this.#blocked].filter(lease => !inHand.includes(lease));
    for (const lease of ended) {
      await this.#sweeper.takeOver(lease, { isProven: true });
      this.#blocked.delete(lease);
    }
    return ended.length;
  }
}
