import { Knex } from 'knex';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { isPostgres } from '../dialect';
import { JobRow } from '../rows';
import { claimJobsOnPostgres } from './claimJobsOnPostgres';
import { claimJobsOnSqlite } from './claimJobsOnSqlite';

/** Who claims, how much, and for how long. */
export interface ClaimOptions {
  workerId: string;
  limit: number;
  leaseMs: number;
  /** Jobs of other actions are left alone: another version of the backend knows them. */
  actions: readonly JobAction[];
  /** Newest form of a payload that the worker reads; jobs of a newer one are left alone. */
  payloadSchema?: number;
}

/**
 * Claims due jobs, each with a fence that is greater than every one before.
 *
 * @remarks
 * When all of them fit into the limit, all of them are claimed. When they do not, the places go
 * round the owners: first to whom has the fewest jobs running, and within an owner by priority,
 * due time and id.
 */
export async function claimJobs(
  knex: Knex,
  options: ClaimOptions,
): Promise<JobRow[]> {
  const { payloadSchema = 0, ...rest } = options;
  const claim = isPostgres(knex) ? claimJobsOnPostgres : claimJobsOnSqlite;
  return claim(knex, { ...rest, payloadSchema });
}
