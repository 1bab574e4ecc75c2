import { Knex } from 'knex';
import { isPostgres, nowMsSql } from '../dialect';
import { isOneOf, recordSet } from '../recordSet';
import { StepRow, StoreRow } from '../rows';
import { NotSentError } from '../NotSentError';
import { runPrepared } from '../runPrepared';
import { LeaseEnd, leasesEnd } from './endLease';
import { HeldRows } from './holdLeases';
import { StepChange, stepsUpdate } from './jobSteps';
import { eventsInsert, NewEvent } from './storeEvents';
import { JOBS_CHANNEL } from './notifyWorkers';
import { promoteWaitingJobs } from './promoteWaitingJob';
import { storesUpdate } from './updateStore';

/** What is to be written of the rows of a lease, all or nothing. */
export interface RowsWrite {
  rows: HeldRows;
  /** The store as it is to be. */
  store: StoreRow;
  /** Each step at most once. */
  steps: readonly ({ name: string } & StepChange)[];
  events: readonly Omit<NewEvent, 'actor'>[];
  end: LeaseEnd | undefined;
}

/** What a row that is written must still have been. */
const KNOWN = {
  job_id: 'uuid',
  fence: 'bigint',
  cancel_requested_at: 'bigint',
  version: 'text',
} as const;

/** A row as it was written: of a store, with its version, or of a step. */
interface Answer {
  store: StoreRow | null;
  step: StepRow | null;
  version: string | null;
  now: number;
}

/**
 * Writes the rows of leases, each of another store: what its steps, its log and the store itself become, and the end of its
 * attempt. Behind a job that is over, the next one of its store is queued.
 *
 * @remarks
 * On Postgres it is one statement, which holds the rows itself. It passes over those that another transaction holds, and
 * those that somebody has written since: whose lease is lost, whose job is to be cancelled by now, whose store has
 * another version. So it needs no transaction around it. On SQLite the transaction holds them already.
 *
 * @returns the rows of what was written, by the job's id.
 * @throws NotSentError when a value is no JSON.
 */
export async function writeHeldRows(
  knex: Knex,
  writes: readonly RowsWrite[],
): Promise<Map<string, HeldRows>> {
  return isPostgres(knex)
    ? writeInOne(knex, writes)
    : writeInTurn(knex, writes);
}

async function writeInTurn(
  trx: Knex,
  writes: readonly RowsWrite[],
): Promise<Map<string, HeldRows>> {
  const { stores, steps, events, ends } = partsOf(trx, writes);
  for (const part of [stores, steps, events, ends]) {
    await part;
  }
  const over = writes.filter(({ end }) => end && end.status !== 'QUEUED');
  if (over.length > 0) {
    await promoteWaitingJobs(
      trx,
      over.map(({ store }) => store.id),
    );
  }
  return new Map(
    writes.map(({ rows, store }) => [rows.job.id, { ...rows, store }]),
  );
}

/** The statements of a write; none where there is nothing to write of its kind. */
function partsOf(knex: Knex, writes: readonly RowsWrite[]) {
  const stores = writes.map(({ rows: { now }, store }) => ({
    ...store,
    updated_at: now,
  }));
  const steps = writes.flatMap(({ rows: { job }, steps: changes }) =>
    changes.map(change => ({ job, ...change })),
  );
  const events = writes.flatMap(({ rows: { store, job }, events: entries }) =>
    entries.map(event => ({
      ...event,
      storeId: store.id,
      actor: job.actor,
      jobId: job.id,
    })),
  );
  const ends = writes.flatMap(({ rows: { store, job }, end }) =>
    end
      ? {
          lease: { jobId: job.id, storeId: store.id, fence: Number(job.fence) },
          end,
        }
      : [],
  );
  return {
    stores: storesUpdate(knex, stores),
    steps: steps.length > 0 ? stepsUpdate(knex, steps) : undefined,
    events: events.length > 0 ? eventsInsert(knex, events) : undefined,
    ends: ends.length > 0 ? leasesEnd(knex, ends) : undefined,
  };
}

async function writeInOne(
  knex: Knex,
  writes: readonly RowsWrite[],
): Promise<Map<string, HeldRows>> {
  const { rows: answers } = await runPrepared(knex, oneStatement(knex, writes));
  const changed = new Map(
    answers.flatMap(({ step }) => (step ? [[keyOf(step), step]] : [])),
  );
  const rowsByStore = new Map(writes.map(({ rows }) => [rows.store.id, rows]));
  return new Map(
    answers.flatMap(({ store, version, now }) => {
      const rows = store && rowsByStore.get(store.id);
      return rows && version
        ? [
            [
              rows.job.id,
              {
                store,
                job: rows.job,
                steps: rows.steps.map(step => changed.get(keyOf(step)) ?? step),
                now: Number(now),
                version,
              },
            ],
          ]
        : [];
    }),
  );
}

function oneStatement(knex: Knex, writes: readonly RowsWrite[]) {
  try {
    return statementOf(knex, writes);
  } catch (error) {
    throw new NotSentError(error);
  }
}

/** Has few texts, as each is prepared: one for each choice of parts. */
function statementOf(knex: Knex, writes: readonly RowsWrite[]) {
  const { stores, steps, events, ends } = partsOf(knex, writes);
  const known = writes.map(({ rows: { job, version } }) => ({
    job_id: job.id,
    fence: job.fence,
    cancel_requested_at: job.cancel_requested_at,
    version,
  }));
  const parts = [
    {
      name: 'written_stores',
      sql: `? AND stores.id IN (SELECT store_id FROM held)
            RETURNING stores.xmin::text AS version, to_json(stores) AS store`,
      part: stores,
    },
    {
      name: 'written_steps',
      sql: `? AND job_steps.job_id IN (SELECT job_id FROM held)
            RETURNING to_json(job_steps) AS step`,
      part: steps,
    },
    {
      name: 'written_events',
      sql: `? WHERE record.store_id IN (SELECT store_id FROM held) ORDER BY record.place`,
      part: events,
    },
    {
      name: 'ended',
      sql: `? AND provisioning_jobs.id IN (SELECT job_id FROM held)
            RETURNING provisioning_jobs.store_id, provisioning_jobs.status`,
      part: ends,
    },
  ].flatMap(({ part, ...rest }) => (part ? [{ ...rest, part }] : []));
  const now = nowMsSql(knex);
  // Whoever adds a job to a store touches the store: none can have come since its version was compared. And the array is
  // complete before a job is queued: the one before it has ended by then, and no two of a store are active at once.
  const promotion = `,
     promoted AS (
       UPDATE provisioning_jobs waiting
          SET status = 'QUEUED', run_after = ${now}, updated_at = ${now}
        WHERE waiting.id = ANY(ARRAY(
            SELECT next.id
              FROM ended
             CROSS JOIN LATERAL (
               SELECT job.id FROM provisioning_jobs job
                WHERE job.store_id = ended.store_id AND job.status = 'WAITING'
                ORDER BY job.priority, job.id LIMIT 1
             ) next
             WHERE ended.status <> 'QUEUED'
          ))
       RETURNING waiting.id
     )`;
  return knex.raw<{ rows: Answer[] }>(
    `WITH held AS MATERIALIZED (
       SELECT job.id AS job_id, store.id AS store_id
         FROM ?
         JOIN provisioning_jobs job ON job.id = record.job_id
         JOIN stores store ON store.id = job.store_id
        WHERE job.status = 'IN_PROGRESS' AND job.fence = record.fence
          AND job.cancel_requested_at IS NOT DISTINCT FROM record.cancel_requested_at
          AND store.xmin::text = record.version AND ?
          FOR NO KEY UPDATE OF store, job SKIP LOCKED
     ),
     ${parts.map(({ name, sql }) => `${name} AS (${sql})`).join(', ')}
     ${ends ? promotion : ''}
     SELECT store, NULL::json AS step, version, ${now} AS now FROM written_stores
     ${steps ? `UNION ALL SELECT NULL, step, NULL, 0 FROM written_steps` : ''}
     ${
       ends
         ? `UNION ALL SELECT NULL, NULL, pg_notify('${JOBS_CHANNEL}', '')::text, 0 FROM promoted`
         : ''
     }`,
    [
      recordSet(knex, KNOWN, known),
      isOneOf(
        knex,
        'job.id',
        known.map(({ job_id }) => job_id),
      ),
      ...parts.map(({ part }) => part),
    ],
  );
}

function keyOf({ job_id, name }: StepRow): string {
  return `${job_id} ${name}`;
}
