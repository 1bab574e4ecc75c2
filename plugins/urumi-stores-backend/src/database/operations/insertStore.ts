import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { StoreCondition } from '@urumi/backstage-plugin-urumi-stores-common';
import { nowMs } from '../dialect';

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
 * Inserts a store in status QUEUED. False, and nothing written, when a living store has the
 * host name.
 */
export async function insertStore(
  trx: Knex.Transaction,
  store: NewStore,
): Promise<boolean> {
  const rows = await trx('stores')
    .insert({
      id: store.id,
      engine: store.engine,
      display_name: store.displayName ?? null,
      namespace: store.namespace,
      release_name: store.namespace,
      status: 'QUEUED',
      created_at: nowMs(trx),
      updated_at: nowMs(trx),
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
  return rows.length === 1;
}
