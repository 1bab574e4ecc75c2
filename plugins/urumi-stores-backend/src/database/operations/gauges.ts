import { Knex } from 'knex';
import {
  JobStatus,
  StoreStatus,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { nowMsSql } from '../dialect';

/** Numbers for the metrics endpoint. */
export interface Gauges {
  stores: Partial<Record<StoreStatus, number>>;
  jobs: Partial<Record<JobStatus, number>>;
  /** Milliseconds that the oldest due job has waited; 0 when none waits. */
  oldestDueMs: number;
}

/** Reads the gauges; ended jobs are left out, as they only grow. */
export async function readGauges(knex: Knex): Promise<Gauges> {
  const now = nowMsSql(knex);
  const stores = await knex<{ status: StoreStatus }>('stores')
    .groupBy('status')
    .select('status')
    .count({ count: '*' });
  const jobs = await knex<{ status: JobStatus }>('provisioning_jobs')
    .whereIn('status', ['WAITING', 'QUEUED', 'IN_PROGRESS'])
    .groupBy('status')
    .select('status')
    .count({ count: '*' });
  const due = await knex('provisioning_jobs')
    .whereRaw('runnable')
    .whereRaw(`run_after <= ${now}`)
    .first(knex.raw(`max(${now} - run_after) AS oldest`));
  return {
    stores: Object.fromEntries(stores.map(r => [r.status, Number(r.count)])),
    jobs: Object.fromEntries(jobs.map(r => [r.status, Number(r.count)])),
    oldestDueMs: Number(due?.oldest ?? 0),
  };
}
