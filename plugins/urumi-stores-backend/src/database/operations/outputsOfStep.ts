import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { JobRow } from '../rows';

/** What a step put out in all jobs of the same store and action, the oldest job first. */
export async function outputsOfStep(
  knex: Knex,
  job: Pick<JobRow, 'store_id' | 'action'>,
  stepName: string,
): Promise<JsonObject[]> {
  const rows = await knex('job_steps')
    .join('provisioning_jobs', 'provisioning_jobs.id', 'job_steps.job_id')
    .where({
      'provisioning_jobs.store_id': job.store_id,
      'provisioning_jobs.action': job.action,
      'job_steps.name': stepName,
    })
    .whereNotNull('job_steps.output')
    .orderBy(['provisioning_jobs.created_at', 'provisioning_jobs.id'])
    .select('job_steps.output');
  return rows.map(({ output }) => JSON.parse(output) as JsonObject);
}
