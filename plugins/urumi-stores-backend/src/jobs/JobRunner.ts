import { LoggerService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { HeldRows } from '../database/operations/holdLeases';
import { jobIdsOf } from '../database/operations/jobs';
import { outputsOfStep } from '../database/operations/outputsOfStep';
import { readNow } from '../database/operations/readNow';
import { StepRow } from '../database/rows';
import { StoresMetrics } from '../metrics';
import { noteOutcome, traceStep } from '../tracing';
import { JobFailure } from './JobFailure';
import { withJobInput } from './jobInput';
import { JobCancelledError } from './interruptions';
import { assertNotCancelled, JobLease } from './JobLease';
import { LeaseWriter } from './LeaseWriter';
import {
  applyChange,
  endOfStep,
  parkedStep,
  runningStep,
  success,
} from './stepWrites';
import { isDone, parseOutput } from './stepRecords';
import { StepStart } from './StepStart';
import { JobHandler, JobStep, StepContext, StepResult } from './types';
import { parseWait, WaitRecord } from './waiting';

type Waiting = Extract<StepResult, { state: 'waiting' }>;
type Ended = Exclude<StepResult, Waiting>;

/** What comes with the end of a step; neither when the job is to be cancelled. */
interface Next {
  /** The next step runs, from these rows. */
  begun?: HeldRows;
  /** It was the last one, and the job has ended; with its rows of before. */
  succeeded?: HeldRows;
}

/**
 * Runs one attempt of a job: its steps in order, each recorded when it starts and when it ends. While that is being written
 * the step has its first look already; see {@link StepStart}.
 * A step that is proven done in the same attempt is passed over; a new attempt looks at all again.
 */
export class JobRunner {
  readonly #knex: Knex;
  readonly #writer: LeaseWriter;
  readonly #metrics: StoresMetrics;
  readonly #failure: JobFailure;

  constructor(options: {
    knex: Knex;
    changes: StoreChanges;
    metrics: StoresMetrics;
    logger: LoggerService;
  }) {
    this.#knex = options.knex;
    this.#writer = new LeaseWriter(options);
    this.#metrics = options.metrics;
    this.#failure = new JobFailure(options);
  }

  /** Never throws for what a job did; throws when the database cannot be written. */
  async run(lease: JobLease, handler: JobHandler): Promise<void> {
    /** The step that the database has as running. */
    const running: { step?: string } = {};
    let written = Promise.resolve();
    try {
      lease.signal.throwIfAborted();
      const { records, open, start } = await this.#begin(lease, handler);
      const outputs = new Map<string, JsonObject>(
        handler.steps
          .filter(step => !open.includes(step))
          .map(({ name }) => [name, parseOutput(records.get(name)) ?? {}]),
      );
      let started = start;
      for (const [index, step] of open.entries()) {
        written = started.written.then(() => {
          running.step = step.name;
        });
        // The step ends for it, and it is told of then.
        written.catch(() => {});
        lease.signal.throwIfAborted();
        const next = await this.#runStep({
          lease,
          handler,
          step,
          record: records.get(step.name),
          start: started,
          outputs,
          next: open[index + 1],
        });
        if (!next) {
          return;
        }
        started = next;
      }
      if (open.length === 0) {
        // Its last step had ended before.
        lease.endWork();
        this.#countSuccess(
          await this.#writer.write(lease, rows => {
            assertNotCancelled(rows.job);
            return { value: rows, ...success(rows, handler, outputs) };
          }),
        );
      }
    } catch (error) {
      // A step whose start could not be written has failed for that.
      const cause = await written.then(
        () => error,
        refusal => refusal,
      );
      const interruption = lease.signal.aborted ? lease.signal.reason : cause;
      await this.#failure.handle(lease, interruption, running.step);
    }
  }

  /** Starts the job, and the first of its steps that is still to be done. */
  async #begin(lease: JobLease, handler: JobHandler) {
    const { value, written } = await this.#writer.writeAhead<{
      records: Map<string, StepRow>;
      open: JobStep[];
      begun: HeldRows;
    }>(lease, rows => {
      assertNotCancelled(rows.job);
      const { change, event } = handler.started(rows.store);
      const begun = applyChange(rows, change);
      const records = new Map(rows.steps.map(step => [step.name, step]));
      const open = handler.steps.filter(
        ({ name }) => !isDone(records.get(name), lease.job),
      );
      const [next] = open;
      const isWoken = next && records.get(next.name)?.state === 'waiting';
      // A later attempt, or one that was woken, has said so already.
      const isFirstRun = rows.steps.every(({ state }) => state === 'pending');
      return {
        value: { records, open, begun },
        store: begun.store,
        steps: next && !isWoken ? [runningStep(next.name)] : [],
        events: isFirstRun ? [event] : [],
      };
    });
    const start = new StepStart({
      lease,
      rows: value.begun,
      written: written.then(() => {}),
    });
    return { ...value, start };
  }

  /** @returns the start of the next step; undefined when the attempt is over. */
  async #runStep(options: {
    lease: JobLease;
    handler: JobHandler;
    step: JobStep;
    /** As it was when the worker took the job. */
    record: StepRow | undefined;
    start: StepStart;
    outputs: Map<string, JsonObject>;
    next: JobStep | undefined;
  }): Promise<StepStart | undefined> {
    const { lease, step, record, start, outputs } = options;
    const begun = start.rows;
    const output = parseOutput(record);
    const wait = parseWait(output);
    const waitedMs = wait.at(begun.now);
    const context: StepContext = {
      store: withJobInput(begun.store, begun.job),
      appliedPlan: begun.store.plan,
      job: begun.job,
      signal: lease.signal,
      waitedMs,
      previous: output,
      outputOf: name => outputs.get(name),
      loadJobIds: () => jobIdsOf(this.#knex, lease.storeId),
      loadOutputs: name => outputsOfStep(this.#knex, lease.job, name),
      startClock: async () => {
        lease.knowMoment(await readNow(this.#knex));
        return () => lease.now;
      },
      write: ({ change, event }) =>
        this.#writer.write(lease, rows => ({
          value: undefined,
          store: change && applyChange(rows, change).store,
          events: event ? [event] : [],
        })),
      assertOwned: () => start.assertOwned(),
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
      return undefined;
    }
    outputs.set(step.name, result.output ?? {});
    const seconds = (performance.now() - started + waitedMs) / 1000;
    return this.#finishStep({
      ...options,
      result,
      // A step that had ended before has been told of.
      startedAt: record?.finished_at ? undefined : startedAt,
      countStep: () =>
        this.#metrics.stepFinished({
          step: step.name,
          outcome: result.state,
          seconds,
        }),
    });
  }

  /**
   * Records the end of a step and, in the same write, the start of the next one or the end
   * of the job.
   */
  async #finishStep(options: {
    lease: JobLease;
    handler: JobHandler;
    step: JobStep;
    result: Ended;
    outputs: Map<string, JsonObject>;
    /** Undefined: the log says already that the step has ended. */
    startedAt: number | undefined;
    next: JobStep | undefined;
    /** Called once the end is written. */
    countStep: () => void;
  }): Promise<StepStart | undefined> {
    const { lease, handler, step, result, outputs, startedAt, next } = options;
    const { value, written } = await this.#writer.writeAhead<Next>(
      lease,
      rows => {
        const after = result.change ? applyChange(rows, result.change) : rows;
        const { steps, events } = endOfStep(
          step.name,
          result,
          startedAt,
          rows.now,
        );
        const { store } = after;
        // What was done stays recorded when the job is to end here.
        if (rows.job.cancel_requested_at !== null) {
          return {
            value: {},
            store,
            steps,
            events,
            haltedBy: cancelled(lease),
          };
        }
        if (next) {
          return {
            value: { begun: after },
            store,
            steps: [...steps, runningStep(next.name)],
            events,
          };
        }
        const end = success(after, handler, outputs);
        return {
          ...end,
          value: { succeeded: rows },
          steps,
          events: [...events, ...(end.events ?? [])],
        };
      },
    );
    if (value.begun) {
      return new StepStart({
        lease,
        rows: value.begun,
        written: written.then(({ begun }) => {
          options.countStep();
          if (!begun) {
            throw cancelled(lease);
          }
        }),
      });
    }
    lease.endWork();
    const { succeeded } = await written;
    options.countStep();
    if (!succeeded) {
      throw cancelled(lease);
    }
    this.#countSuccess(succeeded);
    return undefined;
  }

  async #park(
    lease: JobLease,
    step: JobStep,
    result: Waiting,
    startedAt: number,
    wait: WaitRecord,
  ) {
    lease.endWork();
    await this.#writer.write(lease, rows => {
      assertNotCancelled(rows.job);
      const { name } = step;
      return {
        value: undefined,
        ...parkedStep(rows, { name, result, startedAt, wait }),
      };
    });
    noteOutcome('waiting');
    result.parked?.();
  }

  #countSuccess({ job, store, now }: HeldRows) {
    noteOutcome('succeeded');
    this.#metrics.jobSucceeded({
      action: job.action,
      engine: store.engine,
      seconds: (now - Number(job.created_at)) / 1000,
    });
  }
}

function cancelled({ jobId }: JobLease): JobCancelledError {
  return new JobCancelledError(`Job ${jobId} is to be cancelled`);
}
