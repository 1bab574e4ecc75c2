import { Knex } from 'knex';
import { isPostgres, LOOP_STATEMENT_MS, nowMsSql } from '../dialect';
import { isOneOf } from '../recordSet';
import { runPrepared } from '../runPrepared';
import {
  ClaimAnswer,
  claimedJob,
  ClaimedJob,
  claimLockedSql,
} from './claimedJob';
import { ClaimOptions } from './claimJobs';
import { claimChosenOnSqlite } from './claimJobsOnSqlite';

/** The parked jobs of some stores that wait for one of some things. */
export interface ParkedJobs {
  storeIds: readonly string[];
  waitingFor: readonly string[];
}

/**
 * Claims parked jobs whose waiting is over, although they are not due: one statement on Postgres, where making them due and
 * claiming them are two.
 *
 * @returns in the order in which they are to begin.
 */
export async function claimParkedJobs(
  knex: Knex,
  { storeIds, waitingFor }: ParkedJobs,
  options: Required<ClaimOptions>,
): Promise<ClaimedJob[]> {
  const { workerId, limit, leaseMs, actions, payloadSchema } = options;
  // In a CASE, which no index of what is queued answers: those lead through all that is parked, and statistics of a time of
  // rest say that it is nothing.
  const parked = knex.raw(
    `? AND CASE WHEN job.runnable THEN true END AND job.run_after > ${nowMsSql(
      knex,
    )}
       AND job.waiting_for IN (${placeholders(waitingFor)})
       AND job.action IN (${placeholders(actions)}) AND job.payload_schema <= ?
     ORDER BY job.priority, job.run_after, job.id LIMIT ?`,
    [
      isOneOf(knex, 'job.store_id', storeIds),
      ...waitingFor,
      ...actions,
      payloadSchema,
      limit,
    ],
  );
  if (!isPostgres(knex)) {
    return claimChosenOnSqlite(knex, options, trx =>
      trx.raw('SELECT job.id FROM provisioning_jobs job WHERE ?', [parked]),
    );
  }
  const claim = knex.raw<{ rows: ClaimAnswer[] }>(
    `
    WITH locked AS MATERIALIZED (
      SELECT own.id, own.fence, row_number() OVER () AS place
        FROM (SELECT job.id, job.fence FROM provisioning_jobs job WHERE :parked FOR UPDATE SKIP LOCKED) own
    ),
    ${claimLockedSql(knex)}`,
    { parked, workerId, leaseMs: Math.round(leaseMs) },
  );
  const { rows } = await runPrepared(knex, claim.timeout(LOOP_STATEMENT_MS));
  return rows.map(claimedJob);
}

function placeholders(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
