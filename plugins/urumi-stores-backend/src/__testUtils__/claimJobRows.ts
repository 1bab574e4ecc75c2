import { Knex } from 'knex';
import { ClaimOptions, claimJobs } from '../database/operations/claimJobs';
import { JobRow } from '../database/rows';

/** The rows of the jobs that a claim gets. */
export async function claimJobRows(
  knex: Knex,
  options: ClaimOptions,
): Promise<JobRow[]> {
  const claimed = await claimJobs(knex, options);
  return claimed.map(({ job }) => job);
}
