import { Knex } from 'knex';
import { isPostgres, LOOP_STATEMENT_MS, nowMsSql } from '../dialect';
import { runPrepared } from '../runPrepared';
import {
  ClaimAnswer,
  claimedJob,
  ClaimedJob,
  claimLockedSql,
} from './claimedJob';
import { ClaimOptions } from './claimJobs';

/** The parked jobs of some stores that wait for one of some things. */
export interface ParkedJobs {
  storeIds: readonly string[];
  waitingFor: readonly string[];
}

/**
 * Claims parked jobs whose waiting is over, although they are not due: on Postgres one statement, where making them due
 * and claiming them are two.
 *
 * @returns none on SQLite, where it would save nothing.
 */
export async function claimParkedJobs(
  knex: Knex,
  { storeIds, waitingFor }: ParkedJobs,
  options: Required<ClaimOptions>,
): Promise<ClaimedJob[]> {
  if (!isPostgres(knex)) {
    return [];
  }
  const { workerId, limit, leaseMs, actions, payloadSchema } = options;
  const claim = knex.raw<{ rows: ClaimAnswer[] }>(
    `
    WITH locked AS MATERIALIZED (
      SELECT job.id, job.fence, job.priority AS place
        FROM provisioning_jobs job
       WHERE job.store_id = ANY(:storeIds::uuid[])
         AND job.runnable AND job.run_after > ${nowMsSql(knex)}
         AND job.waiting_for = ANY(:waitingFor)
         AND job.action = ANY(:actions) AND job.payload_schema <= :payloadSchema
       ORDER BY job.priority, job.run_after, job.id
       LIMIT :limit
         FOR UPDATE SKIP LOCKED
    ),
    ${claimLockedSql(knex)}`,
    {
      storeIds: [...storeIds],
      waitingFor: [...waitingFor],
      actions: [...actions],
      payloadSchema,
      limit,
      workerId,
      leaseMs: Math.round(leaseMs),
    },
  );
  const { rows } = await runPrepared(knex, claim.timeout(LOOP_STATEMENT_MS));
  return rows.map(claimedJob);
}
