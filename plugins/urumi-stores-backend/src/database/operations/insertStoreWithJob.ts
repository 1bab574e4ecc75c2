import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { StoreCondition } from '@urumi/backstage-plugin-urumi-stores-common';
import { isPostgres, nowMs } from '../dialect';
import { jobInserts, NewJob } from './enqueueJob';
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

/**
 * Inserts a store in status QUEUED with its first job, which is queued, and the first event of its log; on Postgres by one
 * statement, as somebody waits for the answer.
 *
 * @param knex - on SQLite a transaction.
 * @returns false, and nothing is written, when a living store has the host name, or any store the id.
 */
export async function insertStoreWithJob(
  knex: Knex,
  {
    store,
    job,
    event,
  }: {
    store: NewStore;
    job: NewJob;
    event: Pick<NewEvent, 'type' | 'message' | 'data'>;
  },
): Promise<boolean> {
  const insert = storeInsert(knex, store);
  const owner = knex.raw('?', [store.owner]);
  const jobs = jobInserts(knex, job, 'QUEUED', owner);
  const events = eventsInsert(knex, [
    { ...event, storeId: store.id, actor: job.actor, jobId: job.id },
  ]);
  if (!isPostgres(knex)) {
    const rows = await insert;
    if (rows.length === 1) {
      await jobs.insert;
      await jobs.steps;
      await events;
    }
    return rows.length === 1;
  }
  const ifInserted = (statement: Knex.Raw) =>
    knex.raw('? WHERE EXISTS (SELECT FROM store)', [statement]);
  const rows = await knex
    .with('store', insert)
    .with('job', ifInserted(jobs.insert))
    .with('steps', ifInserted(jobs.steps))
    .with('event', ifInserted(events))
    .select(jobsNotice(knex))
    .from('store');
  return rows.length === 1;
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
    .returning('id');
}
