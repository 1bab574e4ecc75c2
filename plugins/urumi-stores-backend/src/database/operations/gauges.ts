import { Knex } from 'knex';
import {
  JobStatus,
  StoreStatus,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { oldestDueMs } from './oldestDueJob';

/** Numbers for the metrics endpoint. */
export interface Gauges {
  stores: Partial<Record<StoreStatus, number>>;
  jobs: Partial<Record<JobStatus, number>>;
  /** Milliseconds that the oldest due job has waited; 0 when none waits. */
  oldestDueMs: number;
}

/** Reads the gauges; ended jobs are left out, as they only grow. */
export async function readGauges(knex: Knex): Promise<Gauges> {
  const stores = await knex<{ status: StoreStatus }>('stores')
    .groupBy('status')
    .select('status')
    .count({ count: '*' });
  const jobs = await knex<{ status: JobStatus }>('provisioning_jobs')
    .whereIn('status', ['WAITING', 'QUEUED', 'IN_PROGRESS'])
    .groupBy('status')
    .select('status')
    .count({ count: '*' });
  return {
    stores: Object.fromEntries(stores.map(r => [r.status, Number(r.count)])),
    jobs: Object.fromEntries(jobs.map(r => [r.status, Number(r.count)])),
    oldestDueMs: await oldestDueMs(knex),
  };
}
