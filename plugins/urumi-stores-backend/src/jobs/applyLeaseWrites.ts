import { Knex } from 'knex';
import { endLeases } from '../database/operations/endLease';
import { updateSteps } from '../database/operations/jobSteps';
import { promoteWaitingJobs } from '../database/operations/promoteWaitingJob';
import { insertReceipt } from '../database/operations/receipts';
import { appendEvents } from '../database/operations/storeEvents';
import { returnUsage } from '../database/operations/storeUsage';
import { updateStores } from '../database/operations/updateStore';
import { LeaseRows, LeaseWrite } from './LeaseWriter';

/** Writes what was decided for leases that the transaction holds: one statement for each table. */
export async function applyLeaseWrites(
  trx: Knex.Transaction,
  decided: readonly { rows: LeaseRows; write: LeaseWrite<unknown> }[],
): Promise<void> {
  const steps = decided.flatMap(({ rows, write }) =>
    (write.steps ?? []).map(step => ({ job: rows.job, ...step })),
  );
  const events = decided.flatMap(({ rows: { store, job }, write }) =>
    (write.events ?? []).map(event => ({
      ...event,
      storeId: store.id,
      actor: job.actor,
      jobId: job.id,
    })),
  );
  const ends = decided.flatMap(({ rows: { store, job }, write }) =>
    write.end
      ? {
          lease: { jobId: job.id, storeId: store.id, fence: Number(job.fence) },
          end: write.end,
        }
      : [],
  );
  if (decided.length > 0) {
    await updateStores(
      trx,
      decided.map(({ rows: { store, now }, write }) => ({
        ...(write.store ?? store),
        updated_at: now,
      })),
    );
  }
  if (steps.length > 0) {
    await updateSteps(trx, steps);
  }
  if (events.length > 0) {
    await appendEvents(trx, events);
  }
  for (const { rows, write } of decided) {
    if (write.receipt) {
      const store = write.store ?? rows.store;
      await insertReceipt(trx, { store, job: rows.job }, write.receipt);
    }
  }
  if (ends.length > 0) {
    await endLeases(trx, ends);
    await promoteWaitingJobs(
      trx,
      ends
        .filter(({ end }) => end.status !== 'QUEUED')
        .map(({ lease }) => lease.storeId),
    );
  }
  const gone = decided.filter(
    ({ rows, write }) =>
      write.store?.status === 'DELETED' && rows.store.status !== 'DELETED',
  );
  await returnPlaces(
    trx,
    gone.map(({ rows }) => rows.store.owner_ref),
  );
}

/** Gives the places of deleted stores back, in the order in which a creation takes them. */
async function returnPlaces(
  trx: Knex.Transaction,
  owners: readonly string[],
): Promise<void> {
  if (owners.length === 0) {
    return;
  }
  await returnUsage(trx, 'total', owners.length);
  for (const owner of [...new Set(owners)].sort()) {
    const places = owners.filter(each => each === owner).length;
    await returnUsage(trx, `owner:${owner}`, places);
  }
}
