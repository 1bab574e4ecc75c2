import { Knex } from 'knex';
import { LOOP_STATEMENT_MS, nowMsSql } from '../dialect';
import { runPrepared } from '../runPrepared';
import {
  ClaimAnswer,
  claimedJob,
  ClaimedJob,
  claimLockedSql,
} from './claimedJob';
import { ClaimOptions } from './claimJobs';
import { QUEUED } from './queuedJobs';

/** More than the limit, for workers that claim at the same moment and pass each other. */
const SPARE = 32;

/**
 * The claim on Postgres: one statement, which passes over rows that another worker is claiming.
 *
 * @remarks
 * Candidates are chosen without locks; they are locked then in their order until there are enough,
 * and looked at again. Both goes along indexes, one row at a time: for a single row no planner
 * takes another way, with whatever statistics. The walk over the owners is made only when not all
 * due jobs fit, and nobody's jobs are walked further than the last place that can come to him. It is
 * left out when the head of the queue has enough owners without a running job, also for another claim
 * at the same moment: their first jobs come before all others.
 */
export async function claimJobsOnPostgres(
  knex: Knex,
  options: Required<ClaimOptions>,
): Promise<ClaimedJob[]> {
  const { workerId, limit, leaseMs, actions, payloadSchema } = options;
  const now = nowMsSql(knex);
  // In a CASE, of which a planner assumes that it holds for half of the rows. Of a comparison it
  // assumes so few that it would rather read and sort the whole backlog than follow an index. That a
  // job is queued stands there, too: it is asked again under the lock, where no index of the queue
  // serves to find the one job.
  const claimable = `CASE WHEN job.runnable AND job.action = ANY(:actions) THEN job.payload_schema <= :payloadSchema END`;
  const due = `job.run_after <= (SELECT ms FROM moment) AND ${claimable}`;
  const first = 'ORDER BY job.priority, job.run_after, job.id LIMIT 1';
  const head = (queue: string, condition = 'true') => `(
      SELECT job.owner_ref, job.priority, job.run_after, job.id
        FROM provisioning_jobs job
       WHERE ${queue} AND ${due} AND ${condition}
       ${first}
    )`;
  // In the order of the index: what comes first there is mostly due, and then nothing else is read.
  const nextOwner = (condition: string) => `
       SELECT job.owner_ref, job.priority, job.run_after, job.id, (${due}) AS is_due
         FROM provisioning_jobs job
        WHERE ${QUEUED.ofOwners} AND ${condition}
        ORDER BY job.owner_ref, job.priority, job.run_after, job.id
        LIMIT 1`;
  const behind = (walk: string) =>
    `(job.priority, job.run_after, job.id) > (${walk}.priority, ${walk}.run_after, ${walk}.id)`;
  const claim = knex.raw<{ rows: ClaimAnswer[] }>(
    `
    WITH RECURSIVE moment AS MATERIALIZED (
      SELECT ${now} AS ms
    ),
    queue AS (
      SELECT head.*, 1 AS place FROM ${head(QUEUED.ofAll)} head
      UNION ALL
      SELECT following.*, queue.place + 1
        FROM queue CROSS JOIN LATERAL ${head(
          QUEUED.ofAll,
          behind('queue'),
        )} following
       WHERE queue.place < :window
    ),
    running AS MATERIALIZED (
      SELECT jsonb_object_agg(owner_ref, jobs) AS jobs
        FROM (
          SELECT owner_ref, count(*) AS jobs
            FROM provisioning_jobs
           WHERE status = 'IN_PROGRESS'
           GROUP BY owner_ref
        ) each
    ),
    turns AS MATERIALIZED (
      SELECT id, priority, run_after,
             row_number() OVER (PARTITION BY owner_ref ORDER BY place)
               + coalesce(((SELECT jobs FROM running) ->> owner_ref)::bigint, 0) AS turn
        FROM queue
    ),
    owners AS (
      (${nextOwner(
        ':limit < (SELECT count(*) FROM queue) AND 2 * :limit > (SELECT count(*) FROM turns WHERE turn = 1)',
      )})
      UNION ALL
      SELECT following.*
        FROM owners
       CROSS JOIN LATERAL (${nextOwner(
         'job.owner_ref > owners.owner_ref',
       )}) following
    ),
    firsts AS MATERIALIZED (
      SELECT head.*, coalesce(((SELECT jobs FROM running) ->> head.owner_ref)::bigint, 0) AS running
        FROM owners
       CROSS JOIN LATERAL (
         SELECT owners.owner_ref, owners.priority, owners.run_after, owners.id
          WHERE owners.is_due
         UNION ALL
         SELECT * FROM ${head(
           QUEUED.ofOwners,
           'job.owner_ref = owners.owner_ref AND owners.is_due IS NOT TRUE',
         )} later
       ) head
       ORDER BY running, priority, run_after, id
       LIMIT :window
    ),
    heads AS (
      SELECT firsts.*, 1 AS place FROM firsts
      UNION ALL
      SELECT following.*, heads.running, heads.place + 1
        FROM heads
       CROSS JOIN LATERAL ${head(
         QUEUED.ofOwners,
         `job.owner_ref = heads.owner_ref AND ${behind('heads')}`,
       )} following
       WHERE heads.place < :limit
         AND heads.place + heads.running < (
           SELECT CASE WHEN count(*) < :window THEN ${
             Number.MAX_SAFE_INTEGER
           } ELSE max(running) + 1 END
             FROM firsts
         )
    ),
    candidates AS (
      SELECT id, priority, run_after, place + running AS turn FROM heads
      UNION ALL
      SELECT id, priority, run_after, turn FROM turns
    ),
    chosen AS MATERIALIZED (
      SELECT ARRAY(
        SELECT id FROM candidates
         GROUP BY priority, run_after, id
         ORDER BY min(turn), priority, run_after, id LIMIT :window
      ) AS ids
    ),
    locked AS MATERIALIZED (
      SELECT own.id, own.fence, turn.place
        FROM unnest((SELECT ids FROM chosen)) WITH ORDINALITY AS turn (id, place)
       CROSS JOIN LATERAL (
         SELECT job.id, job.fence
           FROM provisioning_jobs job
          WHERE job.id = turn.id AND ${due}
          LIMIT 1
            FOR UPDATE SKIP LOCKED
       ) own
       LIMIT :limit
    ),
    ${claimLockedSql(knex)}`,
    {
      actions: [...actions],
      payloadSchema,
      limit,
      window: limit + SPARE,
      workerId,
      leaseMs: Math.round(leaseMs),
    },
  );
  const { rows } = await runPrepared(knex, claim.timeout(LOOP_STATEMENT_MS));
  return rows.map(claimedJob);
}
