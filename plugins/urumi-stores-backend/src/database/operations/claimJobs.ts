import { Knex } from 'knex';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { isPostgres } from '../dialect';
import { claimJobsOnPostgres } from './claimJobsOnPostgres';
import { claimJobsOnSqlite } from './claimJobsOnSqlite';
import { ClaimedJob } from './claimedJob';

/** Who claims, and for how long. */
export interface NewClaim {
  workerId: string;
  leaseMs: number;
}

/** Who claims, how much, and for how long. */
export interface ClaimOptions extends NewClaim {
  limit: number;
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
 *
 * @returns in the order in which they are to begin.
 */
export async function claimJobs(
  knex: Knex,
  options: ClaimOptions,
): Promise<ClaimedJob[]> {
  const { payloadSchema = 0, ...rest } = options;
  const claim = isPostgres(knex) ? claimJobsOnPostgres : claimJobsOnSqlite;
  return claim(knex, { ...rest, payloadSchema });
}
