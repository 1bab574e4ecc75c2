import { Knex } from 'knex';
import { leasesEnd } from '../database/operations/endLease';
import { HeldRows } from '../database/operations/holdLeases';
import { stepsUpdate } from '../database/operations/jobSteps';
import { promoteWaitingJobs } from '../database/operations/promoteWaitingJob';
import { insertReceipt } from '../database/operations/receipts';
import { eventsInsert } from '../database/operations/storeEvents';
import { returnUsage } from '../database/operations/storeUsage';
import { storesUpdate } from '../database/operations/updateStore';
import { runTogether } from '../database/recordSet';
import { LeaseWrite } from './LeaseWriter';

/** Writes what was decided for leases that the transaction holds: one statement for each table. */
export async function applyLeaseWrites(
  trx: Knex.Transaction,
  decided: readonly { rows: HeldRows; write: LeaseWrite<unknown> }[],
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
  if (decided.length === 0) {
    return;
  }
  const stores = decided.map(({ rows: { store, now }, write }) => ({
    ...(write.store ?? store),
    updated_at: now,
  }));
  await runTogether(trx, [
    storesUpdate(trx, stores),
    ...(steps.length > 0 ? [stepsUpdate(trx, steps)] : []),
    ...(events.length > 0 ? [eventsInsert(trx, events)] : []),
    ...(ends.length > 0 ? [leasesEnd(trx, ends)] : []),
  ]);
  for (const { rows, write } of decided) {
    if (write.receipt) {
      const store = write.store ?? rows.store;
      await insertReceipt(trx, { store, job: rows.job }, write.receipt);
    }
  }
  const ended = ends.filter(({ end }) => end.status !== 'QUEUED');
  if (ended.length > 0) {
    await promoteWaitingJobs(
      trx,
      ended.map(({ lease }) => lease.storeId),
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
