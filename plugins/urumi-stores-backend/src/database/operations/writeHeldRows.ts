import { Knex } from 'knex';
import { isPostgres, nowMsSql } from '../dialect';
import { isOneOf, recordSet } from '../recordSet';
import { StoreRow } from '../rows';
import { NotSentError } from '../NotSentError';
import { runPrepared } from '../runPrepared';
import { LeaseEnd, leasesEnd } from './endLease';
import { HeldRows } from './holdLeases';
import { changedStep, StepChange, stepsUpdate } from './jobSteps';
import { NewReceipt, receiptsInsert } from './receipts';
import { eventsInsert, NewEvent } from './storeEvents';
import { placesOf, usageReturn } from './storeUsage';
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
  /** Of a store that becomes DELETED. */
  receipt: NewReceipt | undefined;
}

/** What a row that is written must still have been. */
const KNOWN = {
  job_id: 'uuid',
  fence: 'bigint',
  cancel_requested_at: 'bigint',
  version: 'text',
} as const;

/** A store that was written, with the version that its row has now. */
interface Answer {
  store_id: string | null;
  version: string | null;
  now: number;
}

/**
 * Writes the rows of leases, each of another store: what its steps, its log and the store itself become, and the end of its
 * attempt. Behind a job that is over, the next one of its store is queued; a store that becomes DELETED gives its places back.
 *
 * @remarks
 * On Postgres it is one statement, which holds the rows itself. It passes over those that another transaction holds, and
 * those that somebody has written since: whose lease is lost, whose job is to be cancelled by now, whose store has
 * another version. So it needs no transaction around it; without one, it is refused where it would wait for somebody who makes
 * a store. On SQLite the transaction holds them already.
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

/** Whether a store becomes DELETED by a write. */
export function isDeletion({
  rows,
  store = rows.store,
}: Pick<RowsWrite, 'rows'> & Partial<Pick<RowsWrite, 'store'>>): boolean {
  return store.status === 'DELETED' && rows.store.status !== 'DELETED';
}

async function writeInTurn(
  trx: Knex,
  writes: readonly RowsWrite[],
): Promise<Map<string, HeldRows>> {
  const { stores, steps, events, ends, receipts, places } = partsOf(
    trx,
    writes,
  );
  const usage = places && usageReturn(trx, places);
  for (const part of [stores, steps, events, ends, receipts, usage]) {
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
  const steps = writes.flatMap(({ rows: { job, now }, steps: changes }) =>
    changes.map(change => ({ job, at: now, ...change })),
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
  const receipts = writes.flatMap(({ rows: { job }, store, receipt }) =>
    receipt ? { store, job, ...receipt } : [],
  );
  const deleted = writes.filter(isDeletion).map(({ store }) => store);
  return {
    stores: storesUpdate(knex, stores),
    steps: steps.length > 0 ? stepsUpdate(knex, steps) : undefined,
    events: events.length > 0 ? eventsInsert(knex, events) : undefined,
    ends: ends.length > 0 ? leasesEnd(knex, ends) : undefined,
    receipts: receipts.length > 0 ? receiptsInsert(knex, receipts) : undefined,
    places: deleted.length > 0 ? placesOf(knex, deleted) : undefined,
  };
}

async function writeInOne(
  knex: Knex,
  writes: readonly RowsWrite[],
): Promise<Map<string, HeldRows>> {
  const { rows: answers } = await runPrepared(knex, oneStatement(knex, writes));
  const written = new Map(answers.map(answer => [answer.store_id, answer]));
  return new Map(
    writes.flatMap(write => {
      const answer = written.get(write.store.id);
      return answer?.version
        ? [
            [
              write.rows.job.id,
              {
                ...rowsAfter(write.rows, write),
                now: Number(answer.now),
                version: answer.version,
              },
            ],
          ]
        : [];
    }),
  );
}

/** The rows as a write leaves them that does not end the attempt. */
export function rowsAfter(
  rows: HeldRows,
  {
    store = rows.store,
    steps = [],
  }: Partial<Pick<RowsWrite, 'store' | 'steps'>>,
): HeldRows {
  const changes = new Map(steps.map(change => [change.name, change]));
  return {
    ...rows,
    store,
    steps: rows.steps.map(step => {
      const change = changes.get(step.name);
      return change ? changedStep(step, rows.job, change, rows.now) : step;
    }),
  };
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
  const { stores, steps, events, ends, receipts, places } = partsOf(
    knex,
    writes,
  );
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
            RETURNING stores.id::text AS id, stores.xmin::text AS version`,
      part: stores,
    },
    {
      name: 'written_steps',
      sql: `? AND job_steps.job_id IN (SELECT job_id FROM held)`,
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
    {
      name: 'kept_receipts',
      sql: `? WHERE record.store_id IN (SELECT store_id FROM held)`,
      part: receipts,
    },
    {
      // Whoever makes a store takes its places in this order, too.
      name: 'given_places',
      sql: `SELECT store_usage.scope, gone.places
              FROM (SELECT record.scope, count(*) AS places FROM ?
                     WHERE record.store_id IN (SELECT store_id FROM held) GROUP BY record.scope) AS gone
              JOIN store_usage ON store_usage.scope = gone.scope
             ORDER BY store_usage.scope <> 'total', store_usage.scope
               FOR NO KEY UPDATE OF store_usage ${
                 knex.isTransaction ? '' : 'NOWAIT'
               }`,
      part: places,
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
  const usage = `,
     returned AS (
       UPDATE store_usage SET living = living - given_places.places
         FROM given_places WHERE store_usage.scope = given_places.scope
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
     ${places ? usage : ''}
     SELECT id AS store_id, version, ${now} AS now FROM written_stores
     ${
       ends
         ? `UNION ALL SELECT NULL, pg_notify('${JOBS_CHANNEL}', '')::text, 0 FROM promoted`
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
