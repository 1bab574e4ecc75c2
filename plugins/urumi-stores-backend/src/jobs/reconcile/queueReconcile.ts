import { Knex } from 'knex';
import { progressing, withConditions } from '../../conditions/storeConditions';
import { findReleaseOutput } from '../../database/operations/findReleaseOutput';
import { updateStore } from '../../database/operations/updateStore';
import { StoreRow } from '../../database/rows';
import { freezeInput } from '../jobInput';
import { queueJob } from '../queueJob';
import { readReleaseOutput } from '../releaseTarget';

/**
 * Queues that a READY store, whose row the transaction holds, is brought back to what was applied
 * last: to the chart and the values of that time, whatever the platform has by now.
 */
export async function queueReconcile(
  trx: Knex.Transaction,
  store: StoreRow,
  actor: string,
  message = 'The store is to be brought back to what was applied.',
): Promise<string> {
  await updateStore(trx, store.id, {
    conditions: withConditions(
      JSON.parse(store.conditions),
      [progressing('Queued', 'The job waits for a worker.')],
      Number(store.updated_at),
    ),
  });
  const applied = await findReleaseOutput(trx, store.id);
  const target = applied && readReleaseOutput(applied).target;
  return queueJob(trx, store, actor, {
    action: 'RECONCILE',
    eventType: 'reconcile.queued',
    message,
    payload: { ...freezeInput(store), ...(target && { target }) },
  });
}
