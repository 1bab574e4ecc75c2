import { Knex } from 'knex';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { afterMs, isPostgres, nearlyAlways, nowMs } from '../dialect';
import { JobRow } from '../rows';

/** Who claims, how much, and for how long. */
export interface ClaimOptions {
  workerId: string;
  limit: number;
  leaseMs: number;
  /** Jobs of other actions are left alone: another version of the backend knows them. */
  actions: readonly JobAction[];
}

/**
 * Claims due jobs: in order of priority, due time and id, each with a fence that is greater
 * than every one before.
 *
 * @remarks
 * One statement on Postgres, which passes over rows that another worker is claiming; on SQLite a
 * transaction whose first statement takes the one writer's place.
 */
export async function claimJobs(
  knex: Knex,
  options: ClaimOptions,
): Promise<JobRow[]> {
  const due = (query: Knex) =>
    query('provisioning_jobs')
      .select('id')
      .whereRaw('runnable')
      .where('run_after', '<=', nowMs(knex))
      .where(
        nearlyAlways(
          knex,
          knex.raw(`action IN (${options.actions.map(() => '?').join(', ')})`, [
            ...options.actions,
          ]),
        ) as never,
      )
      .orderBy(['priority', 'run_after', 'id'])
      .limit(options.limit);
  const claim = (query: Knex, ids: Knex.QueryBuilder, fence: Knex.Raw) =>
    query<JobRow>('provisioning_jobs')
      .whereIn('id', ids)
      .update({
        status: 'IN_PROGRESS',
        attempt: knex.raw('attempt + 1') as never,
        waiting_for: null,
        locked_by: options.workerId,
        locked_at: nowMs(knex) as never,
        lease_expires_at: afterMs(knex, options.leaseMs) as never,
        fence: fence as never,
        updated_at: nowMs(knex) as never,
      })
      .returning('*');

  if (isPostgres(knex)) {
    return claim(
      knex,
      // As an array, so that the locked set is taken once and not re-planned per row.
      knex.raw('select unnest(array(?))', [
        due(knex).forUpdate().skipLocked(),
      ]) as never,
      knex.raw(`nextval('provisioning_fence')`),
    );
  }
  return knex.transaction(async trx => {
    const [{ value }] = await trx('provisioning_counters')
      .where({ name: 'fence' })
      .increment('value', 1)
      .returning('value');
    return claim(trx, due(trx), knex.raw('CAST(? AS INTEGER)', [value]));
  });
}
