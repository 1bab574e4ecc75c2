import { Knex } from 'knex';
import { LOOP_STATEMENT_MS, nowMsSql } from '../dialect';
import { JobRow } from '../rows';
import { ClaimOptions } from './claimJobs';

/** More than the limit, for workers that claim at the same moment and pass each other. */
const SPARE = 32;

/**
 * The claim on Postgres: one statement, which passes over rows that another worker is claiming.
 *
 * @remarks
 * Candidates are chosen without locks; exactly they are locked then, and looked at again. They are
 * chosen by walks along partial indexes, one row at a time: for a single row no planner takes
 * another way, with whatever statistics. The walk over the owners is made only when not all due
 * jobs fit.
 */
export async function claimJobsOnPostgres(
  knex: Knex,
  options: Required<ClaimOptions>,
): Promise<JobRow[]> {
  const { workerId, limit, leaseMs, actions, payloadSchema } = options;
  const now = nowMsSql(knex);
  // In a CASE, of which a planner assumes that it holds for half of the rows. Of a comparison it
  // assumes so few that it would rather read and sort the whole backlog than follow an index.
  const known = `CASE WHEN job.action = ANY(:actions) THEN job.payload_schema <= :payloadSchema END`;
  const due = `job.runnable AND job.run_after <= (SELECT ms FROM moment) AND ${known}`;
  const first = 'ORDER BY job.priority, job.run_after, job.id LIMIT 1';
  const head = (condition: string) => `(
      SELECT job.owner_ref, job.priority, job.run_after, job.id
        FROM provisioning_jobs job
       WHERE ${due} AND ${condition}
       ${first}
    )`;
  const behind = (walk: string) =>
    `(job.priority, job.run_after, job.id) > (${walk}.priority, ${walk}.run_after, ${walk}.id)`;
  const claim = knex.raw(
    `
    WITH RECURSIVE moment AS MATERIALIZED (
      SELECT ${now} AS ms
    ),
    queue AS (
      SELECT head.*, 1 AS place FROM ${head('true')} head
      UNION ALL
      SELECT following.*, queue.place + 1
        FROM queue CROSS JOIN LATERAL ${head(behind('queue'))} following
       WHERE queue.place < :window
    ),
    running AS MATERIALIZED (
      SELECT owner_ref, count(*) AS jobs
        FROM provisioning_jobs
       WHERE status = 'IN_PROGRESS'
       GROUP BY owner_ref
    ),
    owners AS (
      (SELECT job.owner_ref
         FROM provisioning_jobs job
        WHERE job.runnable AND (SELECT count(*) FROM queue) > :limit
        ORDER BY job.owner_ref LIMIT 1)
      UNION ALL
      SELECT following.owner_ref
        FROM owners
       CROSS JOIN LATERAL (
         SELECT job.owner_ref
           FROM provisioning_jobs job
          WHERE job.runnable AND job.owner_ref > owners.owner_ref
          ORDER BY job.owner_ref LIMIT 1
       ) following
    ),
    heads AS (
      SELECT head.*, 1 AS place
        FROM owners
       CROSS JOIN LATERAL ${head('job.owner_ref = owners.owner_ref')} head
      UNION ALL
      SELECT following.*, heads.place + 1
        FROM heads
       CROSS JOIN LATERAL ${head(
         `job.owner_ref = heads.owner_ref AND ${behind('heads')}`,
       )} following
       WHERE heads.place < :limit
    ),
    candidates AS (
      SELECT heads.id, heads.priority, heads.run_after,
             heads.place + coalesce(running.jobs, 0) AS turn
        FROM heads LEFT JOIN running ON running.owner_ref = heads.owner_ref
      UNION ALL
      SELECT id, priority, run_after, ${Number.MAX_SAFE_INTEGER} FROM queue
    ),
    chosen AS MATERIALIZED (
      SELECT ARRAY(
        SELECT id FROM candidates ORDER BY turn, priority, run_after, id
      ) AS ids
    ),
    locked AS MATERIALIZED (
      SELECT job.id
        FROM provisioning_jobs job
       WHERE job.id = ANY((SELECT ids FROM chosen)::uuid[]) AND ${due}
       ORDER BY array_position((SELECT ids FROM chosen), job.id)
       LIMIT :limit
         FOR UPDATE SKIP LOCKED
    )
    UPDATE provisioning_jobs
       SET status = 'IN_PROGRESS', attempt = attempt + 1, waiting_for = NULL,
           locked_by = :workerId, locked_at = ${now},
           lease_expires_at = ${now} + :leaseMs,
           fence = nextval('provisioning_fence'), updated_at = ${now}
     WHERE id = ANY(ARRAY(SELECT id FROM locked))
    RETURNING *`,
    {
      actions: [...actions],
      payloadSchema,
      limit,
      window: limit + SPARE,
      workerId,
      leaseMs: Math.round(leaseMs),
    },
  );
  const { rows } = await claim.timeout(LOOP_STATEMENT_MS);
  return rows;
}
