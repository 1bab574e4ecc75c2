import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { StoreCondition } from '@urumi/backstage-plugin-urumi-stores-common';
import { isPostgres, nowMs, readRows } from '../dialect';
import { JobRow } from '../rows';
import { runPrepared } from '../runPrepared';
import { ClaimAnswer, claimedJob, ClaimedJob } from './claimedJob';
import { NewClaim } from './claimJobs';
import { jobInserts, NewJob } from './enqueueJob';
import { nextFence } from './nextFence';
import { jobsNotice } from './notifyWorkers';
import { eventsInsert, NewEvent } from './storeEvents';

/** A store as it is asked for. */
export interface NewStore {
  id: string;
  engine: string;
  displayName: string | undefined;
  namespace: string;
  plan: string;
  cluster: string;
  owner: string;
  createdBy: string;
  hostname: string;
  parameters: JsonObject;
  chartVersion: string;
  conditions: StoreCondition[];
}

/** A store with its first job and the first event of its log. */
export interface NewStoreRows {
  store: NewStore;
  job: NewJob;
  event: Pick<NewEvent, 'type' | 'message' | 'data'>;
}

/**
 * Inserts a store in status QUEUED with its first job and the first event of its log; on Postgres by one statement, as
 * somebody waits for the answer.
 *
 * @param knex - on SQLite a transaction.
 * @param claim - the worker that the job is made for. It begins once all is committed, and no other worker ever sees it
 * queued. Left out: it is queued, and workers are told of it.
 * @returns undefined, and nothing is written, when a living store has the host name, or any store the id.
 */
export async function insertStoreWithJob(
  knex: Knex,
  rows: NewStoreRows,
  claim?: NewClaim,
): Promise<{ claimed?: ClaimedJob } | undefined> {
  return isPostgres(knex)
    ? insertInOne(knex, rows, claim)
    : insertInTurn(knex, rows, claim);
}

async function insertInTurn(
  trx: Knex,
  { store, job, event }: NewStoreRows,
  claim: NewClaim | undefined,
) {
  const stored = await storeInsert(trx, store);
  if (stored.length === 0) {
    return undefined;
  }
  const state = claim ? { ...claim, fence: await nextFence(trx) } : 'QUEUED';
  const { insert, steps } = jobInserts(trx, job, state);
  const [row] = await readRows<JobRow>(trx.raw('? RETURNING *', [insert]));
  await steps;
  await firstEvent(trx, job, event);
  return claim ? { claimed: { job: row } } : {};
}

async function insertInOne(
  knex: Knex,
  { store, job, event }: NewStoreRows,
  claim: NewClaim | undefined,
) {
  const fence = knex.raw(`nextval('provisioning_fence')`);
  const state = claim ? { ...claim, fence } : 'QUEUED';
  // The statement does not see the store that it inserts.
  const owner = knex.raw('?', [store.owner]);
  const { insert, steps } = jobInserts(knex, job, state, owner);
  const ifInserted = (part: Knex.Raw, returning = '') =>
    knex.raw(`? WHERE EXISTS (SELECT FROM store) ${returning}`, [part]);
  const statement = knex
    .with('store', storeInsert(knex, store))
    .with(
      'job',
      ifInserted(insert, 'RETURNING to_json(provisioning_jobs) AS job'),
    )
    .with('steps', ifInserted(steps, 'RETURNING job_steps.*'))
    .with('event', ifInserted(firstEvent(knex, job, event)))
    .from('store');
  if (!claim) {
    const told = await runPrepared(knex, statement.select(jobsNotice(knex)));
    return told.length === 1 ? {} : undefined;
  }
  const [answer] = await runPrepared<ClaimAnswer[]>(
    knex,
    statement.select(
      'store.store',
      'store.version',
      knex.raw('(SELECT job FROM job) AS job'),
      knex.raw(
        '(SELECT json_agg(steps ORDER BY steps.position) FROM steps) AS steps',
      ),
      knex.raw('? AS now', [nowMs(knex)]),
    ),
  );
  return answer && { claimed: claimedJob(answer) };
}

function firstEvent(knex: Knex, job: NewJob, event: NewStoreRows['event']) {
  return eventsInsert(knex, [
    { ...event, storeId: job.storeId, actor: job.actor, jobId: job.id },
  ]);
}

function storeInsert(knex: Knex, store: NewStore) {
  return knex('stores')
    .insert({
      id: store.id,
      engine: store.engine,
      display_name: store.displayName ?? null,
      namespace: store.namespace,
      release_name: store.namespace,
      status: 'QUEUED',
      created_at: nowMs(knex),
      updated_at: nowMs(knex),
      plan: store.plan,
      cluster: store.cluster,
      owner_ref: store.owner,
      created_by: store.createdBy,
      hostname: store.hostname,
      parameters: JSON.stringify(store.parameters),
      chart_version: store.chartVersion,
      desired: 'present',
      conditions: JSON.stringify(store.conditions),
    })
    .onConflict()
    .ignore()
    .returning(
      isPostgres(knex)
        ? [
            knex.raw('to_json(stores) AS store'),
            knex.raw('xmin::text AS version'),
          ]
        : 'id',
    );
}
