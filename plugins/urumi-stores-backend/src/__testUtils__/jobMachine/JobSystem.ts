import { mockServices } from '@backstage/backend-test-utils';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { StoreChanges } from '../../changes/StoreChanges';
import { afterMs } from '../../database/dialect';
import { cancelJobs } from '../../database/operations/cancelJobs';
import { ClaimedJob } from '../../database/operations/claimedJob';
import { claimJobs } from '../../database/operations/claimJobs';
import { endLease } from '../../database/operations/endLease';
import { enqueueJob } from '../../database/operations/enqueueJob';
import { readLease, renewLeases } from '../../database/operations/leases';
import { lockStore } from '../../database/operations/lockStore';
import { JobRow } from '../../database/rows';
import { runTransaction } from '../../database/transaction';
import { WorkerShutdownError } from '../../jobs/interruptions';
import { PAYLOAD_SCHEMA } from '../../jobs/jobInput';
import { JobLease } from '../../jobs/JobLease';
import { JobRunner } from '../../jobs/JobRunner';
import { JOB_PRIORITY, JOB_STEPS } from '../../jobs/plan';
import { StaleLeaseSweeper } from '../../jobs/StaleLeaseSweeper';
import {
  JobHandler,
  JobStep,
  StepFailedError,
  StepResult,
} from '../../jobs/types';
import { ClusterUnreachableError } from '../../kubernetes/errors';
import { createStoresMetrics } from '../../metrics';
import { Caller } from '../../service/callers';
import { StoreIntents } from '../../service/StoreIntents';
import { WriteLimit } from '../../service/WriteLimit';
import { seedStore } from '../testDatabase';
import { Outcome } from './JobModel';

const HOUR_MS = 3_600_000;
const ACTIONS = ['PROVISION', 'DELETE'] as const;

/** What a worker has in hand: its step stands still until it is told how it ends. */
export interface SystemRun {
  lease: JobLease;
  end(outcome: Outcome): void;
  ended: Promise<void>;
}

/** The engine's own parts on a database, one move at a time. */
export class JobSystem {
  readonly storeIds: string[] = [];
  /** By the number of the claim. */
  readonly runs = new Map<number, SystemRun>();
  readonly knex: Knex;
  readonly intents: StoreIntents;
  readonly #runner: JobRunner;
  readonly #sweeper: StaleLeaseSweeper;

  constructor(knex: Knex) {
    this.knex = knex;
    const logger = mockServices.logger.mock();
    const metrics = createStoresMetrics({ logger });
    const changes = new StoreChanges({
      events: { publish: async () => {}, subscribe: async () => {} },
      signals: { publish: async () => {} },
      logger,
    });
    const shared = { knex, logger, metrics, changes };
    this.#runner = new JobRunner(shared);
    this.#sweeper = new StaleLeaseSweeper(shared);
    this.intents = new StoreIntents({
      ...shared,
      authorizer: {
        authorize: async () => {},
        authorizeStore: async () => {},
        judgeStore: async () => 'allowed',
        listFilter: async () => 'all',
      },
      writeLimit: new WriteLimit({
        ...shared,
        limits: {
          writesPerMinute: 1_000_000,
          createsPerMinute: 1_000_000,
          deletesPerMinute: 1_000_000,
        },
      }),
      auditor: mockServices.auditor.mock({
        createEvent: async () => ({
          success: async () => {},
          fail: async () => {},
        }),
      }),
      wakeWorker: () => {},
    });
  }

  readonly caller: Caller = {
    credentials: { $$type: '@backstage/BackstageCredentials', principal: {} },
    principal: 'user:default/ada',
    loadOwnershipRefs: async () => [],
  };

  /** @returns the id of its first job */
  async addStore(maxAttempts: number): Promise<string> {
    const { storeId, jobId } = await seedStore(this.knex, {
      owner: `group:default/team-${this.storeIds.length}`,
      steps: [...JOB_STEPS.PROVISION],
      maxAttempts,
    });
    this.storeIds.push(storeId);
    return jobId;
  }

  async enqueue(
    storeId: string,
    job: { action: JobAction; maxAttempts: number },
  ): Promise<string> {
    return runTransaction(this.knex, async trx => {
      await lockStore(trx, storeId);
      return enqueueJob(trx, {
        id: uuidv7(),
        storeId,
        ...job,
        priority: JOB_PRIORITY[job.action],
        actor: 'user:default/ada',
        payload: {},
        steps: JOB_STEPS[job.action],
      });
    });
  }

  async claim(limit: number): Promise<ClaimedJob[]> {
    return claimJobs(this.knex, {
      // Each claim is one of a worker of its own.
      workerId: uuidv7(),
      limit,
      leaseMs: HOUR_MS,
      actions: ACTIONS,
      payloadSchema: PAYLOAD_SCHEMA,
    });
  }

  /** Begins with a claimed job: goes on until its step stands, or the job has ended. */
  async begin(claim: number, { job, rows }: ClaimedJob): Promise<void> {
    const lease = new JobLease({
      knex: this.knex,
      job,
      rows,
      trustedUntil: Number.POSITIVE_INFINITY,
    });
    let end: (outcome: Outcome) => void = () => {};
    const outcome = new Promise<Outcome>(resolve => {
      end = resolve;
    });
    let stand = () => {};
    const standing = new Promise<void>(resolve => {
      stand = resolve;
    });
    const ended = this.#runner.run(
      lease,
      handler(job.action, async ({ assertOwned }) => {
        // Its start is written by then.
        await assertOwned();
        stand();
        return stepResult(await outcome);
      }),
    );
    this.runs.set(claim, { lease, end, ended });
    await Promise.race([standing, ended]);
  }

  /** Tells a run how it ends, and waits until it has written what it writes. */
  async finish(claim: number, outcome: Outcome): Promise<void> {
    const run = this.run(claim);
    const { jobId, fence } = run.lease;
    const isHeld = await readLease(this.knex, run.lease);
    if (outcome === 'is handed back') {
      run.lease.interrupt(new WorkerShutdownError('The backend shuts down'));
    }
    run.end(outcome);
    await run.ended;
    this.runs.delete(claim);
    // What waits a moment for its next try does so until the test lets time pass, even if that
    // moment is over by now.
    if (isHeld && outcome !== 'is handed back') {
      await this.knex<JobRow>('provisioning_jobs')
        .where({ id: jobId, fence, status: 'QUEUED' })
        .where('run_after', '<', afterMs(this.knex, HOUR_MS / 2))
        .update({ run_after: afterMs(this.knex, HOUR_MS) as never });
    }
  }

  async heartbeat(
    claim: number,
  ): Promise<{ cancelRequested: boolean } | undefined> {
    const { lease } = this.run(claim);
    const held = await renewLeases(this.knex, [lease], HOUR_MS);
    return held.get(lease.jobId);
  }

  /** Back-dates the lease of a run, if it is still the job's. */
  async expire(claim: number): Promise<void> {
    const { lease } = this.run(claim);
    await this.knex<JobRow>('provisioning_jobs')
      .where({ id: lease.jobId, fence: lease.fence, status: 'IN_PROGRESS' })
      .update({ lease_expires_at: afterMs(this.knex, -HOUR_MS) as never });
  }

  async sweep(): Promise<void> {
    await this.#sweeper.sweep();
  }

  /** What a process does that ends between the end of a job and the promotion of the next one. */
  async endAlone(claim: number): Promise<void> {
    const { lease } = this.run(claim);
    await lease.write(({ trx }) =>
      endLease(trx, lease, { status: 'CANCELLED' }),
    );
  }

  async cancel(storeId: string): Promise<void> {
    await runTransaction(this.knex, async trx => {
      await lockStore(trx, storeId);
      await cancelJobs(trx, storeId);
    });
  }

  /** Queues what waits, whatever else the store has in hand. */
  async promoteUnseeing(storeId: string): Promise<void> {
    await this.knex<JobRow>('provisioning_jobs')
      .where({ store_id: storeId, status: 'WAITING' })
      .update({ status: 'QUEUED' });
  }

  async letTimePass(): Promise<void> {
    await this.knex<JobRow>('provisioning_jobs')
      .where('status', 'QUEUED')
      .update({ run_after: afterMs(this.knex, -1) as never });
  }

  private run(claim: number): SystemRun {
    const run = this.runs.get(claim);
    if (!run) {
      throw new Error(`Nothing runs by claim ${claim}`);
    }
    return run;
  }
}

function handler(action: JobAction, run: JobStep['run']): JobHandler {
  const isDelete = action === 'DELETE';
  const [first, second] = JOB_STEPS[action];
  return {
    action,
    steps: [
      { name: first, run },
      {
        name: second,
        run: async () => ({ state: 'done', message: 'There is nothing left.' }),
      },
    ],
    started: () => ({
      change: { status: isDelete ? 'DELETING' : 'PROVISIONING' },
      event: { type: 'started', message: 'The job has started.' },
    }),
    succeeded: () => ({
      change: { status: isDelete ? 'DELETED' : 'READY' },
      event: { type: 'succeeded', message: 'The job has ended.' },
    }),
  };
}

function stepResult(outcome: Outcome): StepResult {
  switch (outcome) {
    case 'waits':
      return {
        state: 'waiting',
        message: 'It waits.',
        waitingFor: 'workloads',
        recheckMs: HOUR_MS,
        deadlineMs: 2 * HOUR_MS,
      };
    case 'fails for now':
    case 'fails for good':
      throw new StepFailedError({
        code: 'Failed',
        message: 'It has failed.',
        error_class: outcome === 'fails for now' ? 'retryable' : 'user_fixable',
        owner: 'store_owner',
        next_action: 'Try again.',
      });
    case 'finds no cluster':
      throw new ClusterUnreachableError('The cluster does not answer.');
    default:
      return { state: 'done', message: 'It is done.' };
  }
}
