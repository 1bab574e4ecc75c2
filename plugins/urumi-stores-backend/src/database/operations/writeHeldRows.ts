import { Knex } from 'knex';
import { isPostgres, nowMsSql } from '../dialect';
import { isOneOf, recordSet } from '../recordSet';
import { StepRow, StoreRow } from '../rows';
import { runPrepared } from '../runPrepared';
import { LeaseEnd, leasesEnd } from './endLease';
import { HeldRows } from './holdLeases';
import { StepChange, stepsUpdate } from './jobSteps';
import { eventsInsert, NewEvent } from './storeEvents';
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

/** The rows of a lease after a write. */
export interface WrittenRows extends HeldRows {
  /** The job has ended, and another one of its store waits. */
  isAwaited: boolean;
}

/** What a row that is written must still have been. */
const KNOWN = {
  job_id: 'uuid',
  fence: 'bigint',
  cancel_requested_at: 'bigint',
  version: 'text',
} as const;

/** Whoever adds a job to a store touches the store: none can have come since its version was compared. */
const WAITS = `(SELECT true FROM provisioning_jobs waiting
                WHERE waiting.store_id = held.store_id AND waiting.status = 'WAITING' LIMIT 1)`;

interface Answer {
  id: string;
  store: StoreRow;
  steps: StepRow[] | null;
  version: string;
  is_awaited: boolean | null;
  now: number;
}

/**
 * Writes the rows of leases, each of another store: what its steps, its log and the store itself become,
 * and the end of its attempt.
 *
 * @remarks
 * On Postgres it is one statement, which holds the rows itself. It passes over those that another transaction holds, and
 * those that somebody has written since: whose lease is lost, whose job is to be cancelled by now, whose store has
 * another version. So it needs no transaction around it. On SQLite the transaction holds them already.
 *
 * @returns the rows of what was written, by the job's id.
 */
export async function writeHeldRows(
  knex: Knex,
  writes: readonly RowsWrite[],
): Promise<Map<string, WrittenRows>> {
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
  const parts = {
    stores: storesUpdate(knex, stores),
    steps: stepsUpdate(knex, steps),
    events: eventsInsert(knex, events),
    ends: ends.length > 0 ? leasesEnd(knex, ends) : undefined,
  };
  if (isPostgres(knex)) {
    return writeInOne(knex, writes, parts);
  }
  await parts.stores;
  await parts.steps;
  await parts.events;
  await parts.ends;
  return new Map(
    writes.map(({ rows, store, end }) => [
      rows.job.id,
      { ...rows, store, isAwaited: isOver(end) },
    ]),
  );
}

async function writeInOne(
  knex: Knex,
  writes: readonly RowsWrite[],
  parts: Record<'stores' | 'steps' | 'events', Knex.Raw> & { ends?: Knex.Raw },
): Promise<Map<string, WrittenRows>> {
  const known = writes.map(({ rows: { job, version } }) => ({
    job_id: job.id,
    fence: job.fence,
    cancel_requested_at: job.cancel_requested_at,
    version,
  }));
  const statement = knex.raw<{ rows: Answer[] }>(
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
     written_stores AS (
       ? AND stores.id IN (SELECT store_id FROM held)
       RETURNING stores.id, stores.xmin::text AS version, to_json(stores) AS store
     ),
     written_steps AS (
       ? AND job_steps.job_id IN (SELECT job_id FROM held)
       RETURNING job_steps.job_id, to_json(job_steps) AS step
     ),
     written_events AS (
       ? WHERE record.store_id IN (SELECT store_id FROM held)
     )${
       parts.ends
         ? `,
     ended AS (
       ? AND provisioning_jobs.id IN (SELECT job_id FROM held)
     )`
         : ''
     }
     SELECT held.job_id AS id, written.store, written.version, ${nowMsSql(
       knex,
     )} AS now,
            (SELECT json_agg(step) FROM written_steps WHERE job_id = held.job_id) AS steps,
            ${parts.ends ? WAITS : 'false'} AS is_awaited
       FROM held JOIN written_stores written ON written.id = held.store_id`,
    [
      recordSet(knex, KNOWN, known),
      isOneOf(
        knex,
        'job.id',
        known.map(({ job_id }) => job_id),
      ),
      parts.stores,
      parts.steps,
      parts.events,
      ...(parts.ends ? [parts.ends] : []),
    ],
  );
  const { rows: answers } = await runPrepared(knex, statement);
  const writesById = new Map(writes.map(write => [write.rows.job.id, write]));
  return new Map(
    answers.flatMap(({ id, store, steps, version, is_awaited, now }) => {
      const write = writesById.get(id);
      return write
        ? [
            [
              id,
              {
                store,
                job: write.rows.job,
                steps: withChanges(write.rows.steps, steps ?? []),
                now: Number(now),
                version,
                isAwaited: isOver(write.end) && is_awaited === true,
              },
            ],
          ]
        : [];
    }),
  );
}

function isOver(end: LeaseEnd | undefined): boolean {
  return end !== undefined && end.status !== 'QUEUED';
}

function withChanges(
  steps: readonly StepRow[],
  changed: readonly StepRow[],
): StepRow[] {
  return steps.map(
    step => changed.find(({ name }) => name === step.name) ?? step,
  );
}
