import { Knex } from 'knex';
import { findStore } from '../database/operations/findStore';
import { findJob } from '../database/operations/jobs';
import { newestEvents } from '../database/operations/storeEvents';
import { JobRow } from '../database/rows';
import { eventually } from './TestStore';

/** The store, once it has the status. */
export async function untilStatus(knex: Knex, storeId: string, status: string) {
  return eventually(async () => {
    const store = await findStore(knex, storeId);
    return store?.status === status && store;
  }, `store ${storeId} is ${status}`);
}

/** The job, once it is as wanted. */
export async function untilJob(
  knex: Knex,
  jobId: string,
  wanted: JobRow['status'] | ((job: JobRow) => boolean),
) {
  return eventually(async () => {
    const job = await findJob(knex, jobId);
    const isWanted =
      typeof wanted === 'string'
        ? job?.status === wanted
        : job !== undefined && wanted(job);
    return isWanted && job;
  }, `job ${jobId} is ${wanted}`);
}

/** Types of a store's newest events, oldest first. */
export async function eventTypes(knex: Knex, storeId: string) {
  return (await newestEvents(knex, storeId, 100))
    .map(({ event_type }) => event_type)
    .reverse();
}
