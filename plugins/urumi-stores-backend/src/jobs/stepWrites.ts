import { JsonObject } from '@backstage/types';
import { HeldRows } from '../database/operations/holdLeases';
import { StepChange } from '../database/operations/jobSteps';
import { changedStore, StoreChange } from '../database/operations/updateStore';
import { JobCancelledError } from './interruptions';
import { withJobInput } from './jobInput';
import { LeaseWrite } from './LeaseWrite';
import { JobHandler, StepResult } from './types';
import { WaitRecord } from './waiting';

type Waiting = Extract<StepResult, { state: 'waiting' }>;
type Written = Omit<LeaseWrite<unknown>, 'value'>;

/**
 * The rows with the store as it is after a change.
 *
 * @throws JobCancelledError when the store went another way meanwhile: the job ends then.
 */
export function applyChange(rows: HeldRows, change: StoreChange): HeldRows {
  const store = changedStore(rows.store, change, rows.now);
  if (!store) {
    throw new JobCancelledError(
      `Store ${rows.store.id} is ${rows.store.status} and cannot become ${change.status}`,
    );
  }
  return { ...rows, store };
}

/** A step that runs from now on. */
export function runningStep(name: string): { name: string } & StepChange {
  return { name, state: 'running', message: null };
}

/**
 * The end of a step.
 *
 * @param startedAt - in epoch milliseconds; undefined when the log says already that it has ended.
 */
export function endOfStep(
  name: string,
  result: Exclude<StepResult, Waiting>,
  startedAt: number | undefined,
  now: number,
) {
  const { state, message } = result;
  const event = {
    type: `step.${state === 'done' ? 'finished' : 'skipped'}`,
    message: `${name}: ${message}`,
    data: { step: name, milliseconds: now - (startedAt ?? now) },
  };
  return {
    steps: [
      { name, state, message, deadlineMs: null, output: result.output ?? {} },
    ],
    events: startedAt === undefined ? [] : [event],
  };
}

/** A step that gives its worker's slot back until what it waits for changes. */
export function parkedStep(
  rows: HeldRows,
  step: { name: string; result: Waiting; startedAt: number; wait: WaitRecord },
): Written {
  const { name, result, startedAt, wait } = step;
  const left = Math.max(0, result.deadlineMs - wait.waited_ms);
  const late = wait.waited_ms > result.deadlineMs / 2;
  const warning = {
    type: 'readiness_warning',
    level: 'warning' as const,
    message: `Half of the time is over. ${result.message}`,
  };
  return {
    events: late && !wait.warned ? [warning] : [],
    steps: [
      {
        name,
        state: 'waiting',
        message: result.message,
        output: {
          ...result.output,
          wait: { ...wait, warned: wait.warned || late },
        },
        deadlineMs: rows.now - startedAt + left,
      },
    ],
    end: {
      status: 'QUEUED',
      delayMs: Math.min(result.recheckMs, left + 1),
      waitingFor: result.waitingFor,
      ahead: true,
      countAttempt: false,
    },
  };
}

/** The end of a job whose steps are all over. */
export function success(
  rows: HeldRows,
  handler: JobHandler,
  outputs: ReadonlyMap<string, JsonObject>,
): Written {
  const { change, event, receipt } = handler.succeeded(
    withJobInput(rows.store, rows.job),
    name => outputs.get(name),
  );
  return {
    store: applyChange(rows, change).store,
    events: [event],
    end: { status: 'SUCCEEDED' },
    receipt,
    published: handler.action === 'DELETE' ? 'deleted' : 'updated',
  };
}
