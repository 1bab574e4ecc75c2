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
  { store, job, event }: NewStoreRows,
  claim?: NewClaim,
): Promise<{ claimed?: ClaimedJob } | undefined> {
  const insert = storeInsert(knex, store);
  const owner = knex.raw('?', [store.owner]);
  const events = eventsInsert(knex, [
    { ...event, storeId: store.id, actor: job.actor, jobId: job.id },
  ]);
  if (!isPostgres(knex)) {
    const stored = await insert;
    if (stored.length === 0) {
      return undefined;
    }
    const held = claim && { ...claim, fence: await nextFence(knex) };
    const jobs = jobInserts(knex, job, 'QUEUED', { owner, claim: held });
    const [row] = await readRows<JobRow>(
      knex.raw('? RETURNING *', [jobs.insert]),
    );
    await jobs.steps;
    await events;
    return claim ? { claimed: { job: row } } : {};
  }
  const jobs = jobInserts(knex, job, 'QUEUED', {
    owner,
    claim: claim && {
      ...claim,
      fence: knex.raw(`nextval('provisioning_fence')`),
    },
  });
  const ifInserted = (statement: Knex.Raw, returning = '') =>
    knex.raw(`? WHERE EXISTS (SELECT FROM store) ${returning}`, [statement]);
  const statement = knex
    .with('store', insert)
    .with(
      'job',
      ifInserted(jobs.insert, 'RETURNING to_json(provisioning_jobs) AS job'),
    )
    .with('steps', ifInserted(jobs.steps, 'RETURNING job_steps.*'))
    .with('event', ifInserted(events))
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
