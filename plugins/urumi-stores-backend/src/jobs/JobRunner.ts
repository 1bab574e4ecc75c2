import { LoggerService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { StoreEvent } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { endLease } from '../database/operations/endLease';
import { jobIdsOf } from '../database/operations/jobs';
import { listSteps, updateStep } from '../database/operations/jobSteps';
import { promoteWaitingJob } from '../database/operations/promoteWaitingJob';
import { appendEvent } from '../database/operations/storeEvents';
import { returnUsage } from '../database/operations/storeUsage';
import { StoreChange, updateStore } from '../database/operations/updateStore';
import { wakeJobs } from '../database/operations/wakeJobs';
import { JobRow, StepRow } from '../database/rows';
import { StoresMetrics } from '../metrics';
import { JobFailure } from './JobFailure';
import { JobCancelledError } from './interruptions';
import { assertNotCancelled, JobLease, OwnedRows } from './JobLease';
import { JobHandler, JobStep, StepContext, StepResult } from './types';
import { parseWait, WaitRecord } from './waiting';

type Waiting = Extract<StepResult, { state: 'waiting' }>;
type Ended = Exclude<StepResult, Waiting>;

/**
 * Runs one attempt of a job: its steps in order, each recorded when it starts and when it ends.
 * A step that is proven done in the same attempt is passed over; a new attempt looks at all again.
 */
export class JobRunner {
  readonly #knex: Knex;
  readonly #changes: StoreChanges;
  readonly #metrics: StoresMetrics;
  readonly #failure: JobFailure;

  constructor(options: {
    knex: Knex;
    changes: StoreChanges;
    metrics: StoresMetrics;
    logger: LoggerService;
  }) {
    this.#knex = options.knex;
    this.#changes = options.changes;
    this.#metrics = options.metrics;
    this.#failure = new JobFailure(options);
  }

  /** Never throws for what a job did; throws when the database cannot be written. */
  async run(lease: JobLease, handler: JobHandler): Promise<void> {
    let current: string | undefined;
    try {
      await this.#begin(lease, handler);
      const outputs = new Map<string, JsonObject>();
      const records = await listSteps(this.#knex, lease.jobId);
      for (const step of handler.steps) {
        const record = records.find(({ name }) => name === step.name);
        const output = parseOutput(record);
        if (isDone(record, lease.job)) {
          outputs.set(step.name, output ?? {});
          continue;
        }
        lease.signal.throwIfAborted();
        current = step.name;
        const result = await this.#runStep({
          lease,
          step,
          record,
          output,
          outputs,
        });
        if (result.state === 'waiting') {
          return;
        }
        outputs.set(step.name, result.output ?? {});
      }
      await this.#succeed(lease, handler, name => outputs.get(name));
    } catch (error) {
      const interruption = lease.signal.aborted ? lease.signal.reason : error;
      await this.#failure.handle(lease, interruption, current);
    }
  }

  async #begin(lease: JobLease, handler: JobHandler) {
    await this.#write(lease, async rows => {
      assertNotCancelled(rows.job);
      const { change, event } = handler.started(rows.store);
      await applyChange(rows, change);
      const [first] = await listSteps(rows.trx, rows.job.id);
      // A later attempt, or one that was woken, has said so already.
      if (first?.state === 'pending') {
        await updateStep(rows.trx, rows.job, first.name, {
          state: 'running',
          message: null,
        });
        await log(rows, event);
      }
    });
  }

  async #runStep(options: {
    lease: JobLease;
    step: JobStep;
    record: StepRow | undefined;
    output: JsonObject | undefined;
    outputs: Map<string, JsonObject>;
  }): Promise<StepResult> {
    const { lease, step, record, output, outputs } = options;
    const wait = parseWait(output);
    const begun = await this.#write(lease, async ({ trx, job, store }) => {
      assertNotCancelled(job);
      if (record?.state !== 'waiting') {
        await updateStep(trx, job, step.name, {
          state: 'running',
          message: null,
        });
      }
      return { job, store, now: Number(job.updated_at) };
    });
    const waitedMs = wait.at(begun.now);
    const context: StepContext = {
      store: begun.store,
      job: begun.job,
      signal: lease.signal,
      waitedMs,
      previous: output,
      outputOf: name => outputs.get(name),
      loadJobIds: () => jobIdsOf(this.#knex, lease.storeId),
      assertOwned: () => lease.assertOwned(),
    };
    const started = performance.now();
    const result = await step.run(context);
    lease.signal.throwIfAborted();
    if (result.state === 'waiting') {
      await this.#park(lease, step, result, {
        waited_ms: waitedMs,
        seen_at: begun.now,
        warned: wait.warned,
      });
    } else {
      await this.#finishStep(lease, step, result);
      this.#metrics.stepFinished({
        step: step.name,
        outcome: result.state,
        seconds: (performance.now() - started + waitedMs) / 1000,
      });
    }
    return result;
  }

  async #finishStep(lease: JobLease, step: JobStep, result: Ended) {
    await this.#write(lease, async rows => {
      const before = (await listSteps(rows.trx, rows.job.id)).find(
        ({ name }) => name === step.name,
      );
      await updateStep(rows.trx, rows.job, step.name, {
        state: result.state,
        message: result.message,
        deadlineMs: null,
        output: result.output ?? {},
      });
      if (result.change) {
        await applyChange(rows, result.change);
      }
      if (before?.finished_at === null) {
        const startedAt = Number(before.started_at ?? rows.job.updated_at);
        await log(rows, {
          type: `step.${result.state === 'done' ? 'finished' : 'skipped'}`,
          message: `${step.name}: ${result.message}`,
          data: {
            step: step.name,
            milliseconds: Number(rows.job.updated_at) - startedAt,
          },
        });
      }
    });
  }

  async #park(
    lease: JobLease,
    step: JobStep,
    result: Waiting,
    wait: WaitRecord,
  ) {
    const left = Math.max(0, result.deadlineMs - wait.waited_ms);
    const late = wait.waited_ms > result.deadlineMs / 2;
    await this.#write(lease, async rows => {
      assertNotCancelled(rows.job);
      if (late && !wait.warned) {
        await log(rows, {
          type: 'readiness_warning',
          level: 'warning',
          message: `Half of the time is over. ${result.message}`,
        });
      }
      await updateStep(rows.trx, rows.job, step.name, {
        state: 'waiting',
        message: result.message,
        output: {
          ...result.output,
          wait: { ...wait, warned: wait.warned || late },
        },
        ...(await this.#deadline(rows, step, left)),
      });
      await endLease(rows.trx, lease, {
        status: 'QUEUED',
        delayMs: Math.min(result.recheckMs, left + 1),
        waitingFor: result.waitingFor,
        countAttempt: false,
      });
    });
    // A change between the step's look and the write above woke nobody.
    if (result.changed()) {
      await wakeJobs(this.#knex, { storeIds: [lease.storeId] });
    }
  }

  async #deadline({ trx, job }: OwnedRows, step: JobStep, left: number) {
    const record = (await listSteps(trx, job.id)).find(
      ({ name }) => name === step.name,
    );
    const startedAt = Number(record?.started_at ?? job.updated_at);
    return { deadlineMs: Number(job.updated_at) - startedAt + left };
  }

  async #succeed(
    lease: JobLease,
    handler: JobHandler,
    outputOf: (name: string) => JsonObject | undefined,
  ) {
    const finished = await this.#write(
      lease,
      async rows => {
        assertNotCancelled(rows.job);
        const { change, event } = handler.succeeded(rows.store, outputOf);
        await applyChange(rows, change);
        await log(rows, event);
        await endLease(rows.trx, lease, { status: 'SUCCEEDED' });
        await promoteWaitingJob(rows.trx, lease.storeId);
        if (change.status === 'DELETED') {
          await returnUsage(rows.trx, 'total');
          await returnUsage(rows.trx, `owner:${rows.store.owner_ref}`);
        }
        return rows;
      },
      handler.action === 'DELETE' ? 'deleted' : 'updated',
    );
    this.#metrics.jobSucceeded({
      action: handler.action,
      engine: finished.store.engine,
      seconds:
        (Number(finished.job.updated_at) - Number(finished.job.created_at)) /
        1000,
    });
  }

  async #write<T>(
    lease: JobLease,
    work: (rows: OwnedRows) => Promise<T>,
    published?: 'updated' | 'deleted',
  ): Promise<T> {
    const written = await lease.write(async rows => ({
      value: await work(rows),
      version: Number(rows.store.updated_at),
    }));
    this.#changes.announce({
      storeId: lease.storeId,
      version: written.version,
      ...(published && { published }),
    });
    return written.value;
  }
}

/** Applies a change, or ends the job when the store went another way meanwhile. */
async function applyChange({ trx, store }: OwnedRows, change: StoreChange) {
  if (!(await updateStore(trx, store.id, change))) {
    throw new JobCancelledError(
      `Store ${store.id} is ${store.status} and cannot become ${change.status}`,
    );
  }
}

async function log(
  { trx, store, job }: OwnedRows,
  event: {
    type: string;
    message: string;
    level?: StoreEvent['level'];
    data?: JsonObject;
  },
) {
  await appendEvent(trx, store.id, {
    ...event,
    actor: job.actor,
    jobId: job.id,
  });
}

function isDone(record: StepRow | undefined, job: JobRow): boolean {
  return (
    (record?.state === 'done' || record?.state === 'skipped') &&
    record.attempt === job.attempt
  );
}

function parseOutput(record: StepRow | undefined): JsonObject | undefined {
  return record?.output ? (JSON.parse(record.output) as JsonObject) : undefined;
}
