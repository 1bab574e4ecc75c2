import { LeaseEnd } from '../database/operations/endLease';
import { StepChange } from '../database/operations/jobSteps';
import { NewReceipt } from '../database/operations/receipts';
import { NewEvent } from '../database/operations/storeEvents';
import { StoreRow } from '../database/rows';

/** What a worker writes of a job and its store, all or nothing. */
export interface LeaseWrite<T> {
  value: T;
  /** The store as it is to be. */
  store?: StoreRow;
  /** Each step at most once. */
  steps?: readonly ({ name: string } & StepChange)[];
  events?: readonly Omit<NewEvent, 'actor'>[];
  end?: LeaseEnd;
  receipt?: NewReceipt;
  /** What was asked for after it is not written, and fails with this. */
  haltedBy?: Error;
  /** Tells those who read stores from afar, too. */
  published?: 'updated' | 'deleted';
}

/** Both writes in one: what the second one says of the same thing holds. */
export function followedBy<T>(
  first: LeaseWrite<unknown>,
  second: LeaseWrite<T>,
): LeaseWrite<T> {
  const steps = new Map((first.steps ?? []).map(step => [step.name, step]));
  for (const step of second.steps ?? []) {
    const { deadlineMs, output } = step;
    steps.set(step.name, {
      ...steps.get(step.name),
      ...step,
      ...(deadlineMs === undefined && {
        deadlineMs: steps.get(step.name)?.deadlineMs,
      }),
      output: output ?? steps.get(step.name)?.output,
    });
  }
  return {
    value: second.value,
    store: second.store ?? first.store,
    steps: [...steps.values()],
    events: [...(first.events ?? []), ...(second.events ?? [])],
    end: second.end,
    haltedBy: second.haltedBy,
    receipt: second.receipt ?? first.receipt,
    published: second.published ?? first.published,
  };
}
