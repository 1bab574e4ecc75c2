import { LoggerService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { endLease } from '../database/operations/endLease';
import { jobIdsOf } from '../database/operations/jobs';
import { listSteps, updateStep } from '../database/operations/jobSteps';
import { outputsOfStep } from '../database/operations/outputsOfStep';
import { promoteWaitingJob } from '../database/operations/promoteWaitingJob';
import { readNow } from '../database/operations/readNow';
import { insertReceipt } from '../database/operations/receipts';
import { returnUsage } from '../database/operations/storeUsage';
import { wakeJobs } from '../database/operations/wakeJobs';
import { JobRow, StepRow } from '../database/rows';
import { StoresMetrics } from '../metrics';
import { noteOutcome, traceStep } from '../tracing';
import { JobFailure } from './JobFailure';
import { withJobInput } from './jobInput';
import { assertNotCancelled, JobLease, OwnedRows } from './JobLease';
import {
  applyChange,
  BegunStep,
  begunStep,
  log,
  startStep,
} from './ownedWrites';
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
      const { records, begun } = await this.#begin(lease, handler);
      const outputs = new Map<string, JsonObject>();
      const open = handler.steps.filter(step => {
        const record = records.get(step.name);
        const done = isDone(record, lease.job);
        if (done) {
          outputs.set(step.name, parseOutput(record) ?? {});
        }
        return !done;
      });
      let started = begun;
      for (const [index, step] of open.entries()) {
        lease.signal.throwIfAborted();
        current = step.name;
        const { result, next } = await this.#runStep({
          lease,
          step,
          record: records.get(step.name),
          begun: started,
          outputs,
          next: open[index + 1],
        });
        if (result.state === 'waiting') {
          return;
        }
        outputs.set(step.name, result.output ?? {});
        started = next;
      }
      await this.#succeed(lease, handler, name => outputs.get(name));
    } catch (error) {
      const interruption = lease.signal.aborted ? lease.signal.reason : error;
      await this.#failure.handle(lease, interruption, current);
    }
  }

  /** Starts the job, and at its first run also its first step. */
  async #begin(lease: JobLease, handler: JobHandler) {
    return this.#write(lease, async rows => {
      assertNotCancelled(rows.job);
      const { change, event } = handler.started(rows.store);
      const changed = await applyChange(rows, change);
      const list = await listSteps(rows.trx, rows.job.id);
      const records = new Map(list.map(record => [record.name, record]));
      // A later attempt, or one that was woken, has said so already.
      if (list[0]?.state !== 'pending') {
        return { records, begun: undefined };
      }
      await log(rows, event);
      return { records, begun: await startStep(changed, list[0].name) };
    });
  }

  async #runStep(options: {
    lease: JobLease;
    step: JobStep;
    /** As it was when the worker took the job. */
    record: StepRow | undefined;
    /** Undefined when the step has still to be started. */
    begun: BegunStep | undefined;
    outputs: Map<string, JsonObject>;
    next: JobStep | undefined;
  }): Promise<{ result: StepResult; next?: BegunStep }> {
    const { lease, step, record, outputs } = options;
    const output = parseOutput(record);
    const wait = parseWait(output);
    const begun =
      options.begun ??
      (await this.#write(lease, async rows => {
        assertNotCancelled(rows.job);
        return record?.state === 'waiting'
          ? begunStep(rows)
          : startStep(rows, step.name);
      }));
    const waitedMs = wait.at(begun.now);
    const context: StepContext = {
      store: withJobInput(begun.store, begun.job),
      job: begun.job,
      signal: lease.signal,
      waitedMs,
      previous: output,
      outputOf: name => outputs.get(name),
      loadJobIds: () => jobIdsOf(this.#knex, lease.storeId),
      loadOutputs: name => outputsOfStep(this.#knex, lease.job, name),
      startClock: async () => {
        const offset = (await readNow(this.#knex)) - performance.now();
        return () => Math.round(performance.now() + offset);
      },
      write: ({ change, event }) =>
        this.#write(lease, async rows => {
          if (change) {
            await applyChange(rows, change);
          }
          if (event) {
            await log(rows, event);
          }
        }),
      assertOwned: () => lease.assertOwned(),
    };
    const startedAt = Number(record?.started_at ?? begun.now);
    const started = performance.now();
    const result = await traceStep(step.name, () => step.run(context));
    lease.signal.throwIfAborted();
    if (result.state === 'waiting') {
      await this.#park(lease, step, result, startedAt, {
        waited_ms: waitedMs,
        seen_at: begun.now,
        warned: wait.warned,
      });
      return { result };
    }
    const next = await this.#finishStep({
      ...options,
      result,
      // A step that had ended before has been told of.
      startedAt: record?.finished_at ? undefined : startedAt,
    });
    this.#metrics.stepFinished({
      step: step.name,
      outcome: result.state,
      seconds: (performance.now() - started + waitedMs) / 1000,
    });
    return { result, next };
  }

  /** Records the end of a step and, in the same transaction, the start of the next one. */
  async #finishStep(options: {
    lease: JobLease;
    step: JobStep;
    result: Ended;
    /** Undefined: the log says already that the step has ended. */
    startedAt: number | undefined;
    next: JobStep | undefined;
  }): Promise<BegunStep | undefined> {
    const { lease, step, result, startedAt, next } = options;
    return this.#write(lease, async rows => {
      await updateStep(rows.trx, rows.job, step.name, {
        state: result.state,
        message: result.message,
        deadlineMs: null,
        output: result.output ?? {},
      });
      const changed = result.change
        ? await applyChange(rows, result.change)
        : rows;
      if (startedAt !== undefined) {
        await log(rows, {
          type: `step.${result.state === 'done' ? 'finished' : 'skipped'}`,
          message: `${step.name}: ${result.message}`,
          data: {
            step: step.name,
            milliseconds: Number(rows.job.updated_at) - startedAt,
          },
        });
      }
      // What was done stays recorded when the job is to end here.
      return next && rows.job.cancel_requested_at === null
        ? startStep(changed, next.name)
        : undefined;
    });
  }

  async #park(
    lease: JobLease,
    step: JobStep,
    result: Waiting,
    startedAt: number,
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
        deadlineMs: Number(rows.job.updated_at) - startedAt + left,
      });
      await endLease(rows.trx, lease, {
        status: 'QUEUED',
        delayMs: Math.min(result.recheckMs, left + 1),
        waitingFor: result.waitingFor,
        countAttempt: false,
      });
    });
    noteOutcome('waiting');
    // A change between the step's look and the write above woke nobody.
    if (result.changed()) {
      await wakeJobs(this.#knex, { storeIds: [lease.storeId] });
    }
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
        const { change, event, receipt } = handler.succeeded(
          withJobInput(rows.store, rows.job),
          outputOf,
        );
        const changed = await applyChange(rows, change);
        if (receipt) {
          await insertReceipt(rows.trx, changed, receipt);
        }
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
    noteOutcome('succeeded');
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

function isDone(record: StepRow | undefined, job: JobRow): boolean {
  return (
    (record?.state === 'done' || record?.state === 'skipped') &&
    record.attempt === job.attempt
  );
}

function parseOutput(record: StepRow | undefined): JsonObject | undefined {
  return record?.output ? (JSON.parse(record.output) as JsonObject) : undefined;
}
