import { JsonObject } from '@backstage/types';
import { StoreEvent } from '@urumi/backstage-plugin-urumi-stores-common';
import { updateStep } from '../database/operations/jobSteps';
import { appendEvent } from '../database/operations/storeEvents';
import { StoreChange, updateStore } from '../database/operations/updateStore';
import { JobRow, StoreRow } from '../database/rows';
import { JobCancelledError } from './interruptions';
import { OwnedRows } from './JobLease';

/** What a step that is recorded as running works from. */
export interface BegunStep {
  job: JobRow;
  store: StoreRow;
  /** When it began, in epoch milliseconds of the database. */
  now: number;
}

/**
 * Applies a change, or ends the job when the store went another way meanwhile.
 *
 * @returns the rows with the store as it is now.
 */
export async function applyChange(
  rows: OwnedRows,
  change: StoreChange,
): Promise<OwnedRows> {
  const store = await updateStore(rows.trx, rows.store.id, change);
  if (!store) {
    throw new JobCancelledError(
      `Store ${rows.store.id} is ${rows.store.status} and cannot become ${change.status}`,
    );
  }
  return { ...rows, store };
}

/** Records that a step runs. */
export async function startStep(
  rows: OwnedRows,
  name: string,
): Promise<BegunStep> {
  await updateStep(rows.trx, rows.job, name, {
    state: 'running',
    message: null,
  });
  return begunStep(rows);
}

/** What a step that runs from now on works from. */
export function begunStep({ job, store }: OwnedRows): BegunStep {
  return { job, store, now: Number(job.updated_at) };
}

/** Adds to the store's log, in the name of the job. */
export async function log(
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
