import { Knex } from 'knex';
import { LOOP_STATEMENT_MS, nowMsSql } from '../dialect';

/** Milliseconds that the oldest due job has waited for a worker; 0 when none waits. */
export async function oldestDueMs(knex: Knex): Promise<number> {
  const now = nowMsSql(knex);
  const due = await knex('provisioning_jobs')
    .whereRaw('runnable')
    .whereRaw(`run_after <= ${now}`)
    .first(knex.raw(`max(${now} - run_after) AS oldest`))
    .timeout(LOOP_STATEMENT_MS);
  return Number(due?.oldest ?? 0);
}
