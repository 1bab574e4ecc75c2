import { Knex } from 'knex';
import { nowMsSql } from '../dialect';
import { JobRow, StepRow, StoreRow } from '../rows';
import { HeldRows } from './holdLeases';

/** A job that was claimed. */
export interface ClaimedJob {
  job: JobRow;
  /** The job with its store and its steps, as they were when it was claimed; where the database gave them along. */
  rows?: HeldRows;
}

/** What Postgres answers of a job that was claimed. */
export interface ClaimAnswer {
  job: JobRow;
  store: StoreRow | null;
  steps: StepRow[] | null;
  version: string;
  now: number;
}

/** Store and steps come along together or not at all. */
export function claimedJob({
  job,
  store,
  steps,
  version,
  now,
}: ClaimAnswer): ClaimedJob {
  return {
    job,
    ...(store &&
      steps && { rows: { store, job, steps, version, now: Number(now) } }),
  };
}

/**
 * The end of a claim on Postgres, as SQL with the bindings `workerId` and `leaseMs`: takes the jobs that are `locked` (`id`,
 * `fence`, `place`), and answers with a {@link ClaimAnswer} for each, in the order of their places.
 */
export function claimLockedSql(knex: Knex): string {
  const now = nowMsSql(knex);
  return `claimed AS (
      UPDATE provisioning_jobs
         SET status = 'IN_PROGRESS', attempt = attempt + 1, waiting_for = NULL,
             run_after = LEAST(run_after, ${now}),
             locked_by = :workerId, locked_at = ${now},
             lease_expires_at = ${now} + :leaseMs,
             fence = nextval('provisioning_fence'), updated_at = ${now}
       WHERE id = ANY(ARRAY(SELECT id FROM locked))
      RETURNING id, store_id, to_json(provisioning_jobs) AS job
    )
    SELECT claimed.job, known.store, known.version, known.steps, ${now} AS now
      FROM claimed JOIN locked ON locked.id = claimed.id
      LEFT JOIN LATERAL (
        SELECT to_json(store) AS store, store.xmin::text AS version,
               (SELECT coalesce(json_agg(step ORDER BY position), '[]')
                  FROM job_steps step WHERE step.job_id = claimed.id) AS steps
          FROM stores store
         WHERE store.id = claimed.store_id
           -- What the statement sees of the steps is of before another worker had the job, if one had meanwhile.
           AND locked.fence = (SELECT seen.fence FROM provisioning_jobs seen WHERE seen.id = claimed.id)
         LIMIT 1
      ) known ON true
     ORDER BY locked.place`;
}
