import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';

/** What the release step of a store's jobs put out when it last ended well; undefined before. */
export async function findReleaseOutput(
  knex: Knex,
  storeId: string,
): Promise<JsonObject | undefined> {
  const row = await knex('provisioning_jobs')
    .join('job_steps', 'job_steps.job_id', 'provisioning_jobs.id')
    .where({
      'provisioning_jobs.store_id': storeId,
      'job_steps.name': 'release',
      'job_steps.state': 'done',
    })
    .whereNot('provisioning_jobs.action', 'DELETE')
    // A job that was asked for later may have overtaken an earlier one.
    .orderBy([
      { column: 'job_steps.finished_at', order: 'desc' },
      { column: 'provisioning_jobs.id', order: 'desc' },
    ])
    .first('job_steps.output');
  return row?.output ? (JSON.parse(row.output) as JsonObject) : undefined;
}
