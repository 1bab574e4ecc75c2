import { Knex } from 'knex';
import { nowMsSql } from '../dialect';
import { JobRow } from '../rows';
import { ClaimedJob } from './claimedJob';
import { ClaimOptions, NewClaim } from './claimJobs';
import { nextFence } from './nextFence';
import { QUEUED } from './queuedJobs';

/**
 * The claim on SQLite: a transaction whose first statement takes the one writer's place, so that
 * nothing needs a lock of its own. It chooses as the claim on Postgres does.
 */
export async function claimJobsOnSqlite(
  knex: Knex,
  options: Required<ClaimOptions>,
): Promise<ClaimedJob[]> {
  const { limit, actions, payloadSchema } = options;
  const now = nowMsSql(knex);
  const due = `job.run_after <= ${now}
    AND job.action IN (${actions.map(() => '?').join(', ')})
    AND job.payload_schema <= ?`;
  const dueBindings = [...actions, payloadSchema];
  const first = 'ORDER BY job.priority, job.run_after, job.id LIMIT 1';

  return claimChosenOnSqlite(knex, options, trx =>
    trx.raw(
      `
      WITH RECURSIVE queue AS MATERIALIZED (
        SELECT job.id
          FROM provisioning_jobs job
         WHERE ${QUEUED.ofAll} AND ${due}
         ORDER BY job.priority, job.run_after, job.id
         LIMIT ?
      ),
      owners AS (
        SELECT (SELECT job.owner_ref
                  FROM provisioning_jobs job
                 WHERE ${QUEUED.ofOwners} AND (SELECT count(*) FROM queue) > ?
                 ORDER BY job.owner_ref LIMIT 1) AS owner_ref
        UNION ALL
        SELECT (SELECT job.owner_ref
                  FROM provisioning_jobs job
                 WHERE ${QUEUED.ofOwners} AND job.owner_ref > owners.owner_ref
                 ORDER BY job.owner_ref LIMIT 1)
          FROM owners
         WHERE owners.owner_ref IS NOT NULL
      ),
      heads AS (
        SELECT head.owner_ref, head.priority, head.run_after, head.id, 1 AS place
          FROM owners
          JOIN provisioning_jobs head ON head.id = (
            SELECT job.id
              FROM provisioning_jobs job
             WHERE ${QUEUED.ofOwners} AND ${due} AND job.owner_ref = owners.owner_ref
             ${first}
          )
        UNION ALL
        SELECT following.owner_ref, following.priority, following.run_after, following.id,
               heads.place + 1
          FROM heads
          JOIN provisioning_jobs following ON following.id = (
            SELECT job.id
              FROM provisioning_jobs job
             WHERE ${QUEUED.ofOwners} AND ${due} AND job.owner_ref = heads.owner_ref
               AND (job.priority, job.run_after, job.id) > (heads.priority, heads.run_after, heads.id)
             ${first}
          )
         WHERE heads.place < ?
      ),
      running AS MATERIALIZED (
        SELECT owner_ref, count(*) AS jobs
          FROM provisioning_jobs
         WHERE status = 'IN_PROGRESS'
         GROUP BY owner_ref
      ),
      shared AS (
        SELECT heads.id
          FROM heads LEFT JOIN running ON running.owner_ref = heads.owner_ref
         ORDER BY heads.place + coalesce(running.jobs, 0),
                  heads.priority, heads.run_after, heads.id
         LIMIT ?
      )
      SELECT id FROM queue WHERE (SELECT count(*) FROM queue) <= ?
      UNION ALL
      SELECT id FROM shared`,
      [
        ...dueBindings,
        limit + 1,
        limit,
        ...dueBindings,
        ...dueBindings,
        limit,
        limit,
        limit,
      ],
    ),
  );
}

/** @param choose - gives the statement that selects the ids of the jobs. */
export async function claimChosenOnSqlite(
  knex: Knex,
  { workerId, leaseMs }: NewClaim,
  choose: (trx: Knex.Transaction) => Knex.Raw,
): Promise<ClaimedJob[]> {
  const now = nowMsSql(knex);
  return knex.transaction(async trx => {
    const fence = await nextFence(trx);
    const jobs = await trx<JobRow>('provisioning_jobs')
      .whereIn('id', choose(trx) as never)
      .update({
        status: 'IN_PROGRESS',
        attempt: trx.raw('attempt + 1') as never,
        waiting_for: null,
        run_after: trx.raw(`min(run_after, ${now})`) as never,
        locked_by: workerId,
        locked_at: trx.raw(now) as never,
        lease_expires_at: trx.raw(`${now} + ?`, [Math.round(leaseMs)]) as never,
        fence: trx.raw('CAST(? AS INTEGER)', [fence]) as never,
        updated_at: trx.raw(now) as never,
      })
      .returning('*');
    // An answer has no order of its own.
    const inOrder = jobs.sort(
      (one, other) =>
        one.priority - other.priority ||
        Number(one.run_after) - Number(other.run_after) ||
        (one.id < other.id ? -1 : 1),
    );
    return inOrder.map(job => ({ job }));
  });
}
