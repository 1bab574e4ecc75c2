import { Knex } from 'knex';
import { afterMs, isPostgres, nowMs } from '../dialect';

/** What was answered to a request with an idempotency key. */
export interface IdempotencyRecord {
  request_hash: string;
  response: string;
}

/** The answer that was given to a key of a principal, or undefined. */
export async function findIdempotencyKey(
  knex: Knex,
  principal: string,
  key: string,
): Promise<IdempotencyRecord | undefined> {
  return knex('idempotency_keys')
    .where({ principal, key })
    .where('expires_at', '>', nowMs(knex))
    .first('request_hash', 'response');
}

/**
 * Keeps an answer. False, and nothing written, when another request with that key was faster.
 */
export async function insertIdempotencyKey(
  trx: Knex.Transaction,
  entry: {
    principal: string;
    key: string;
    requestHash: string;
    response: string;
    keepMs: number;
  },
): Promise<boolean> {
  await trx('idempotency_keys')
    .where({ principal: entry.principal, key: entry.key })
    .where('expires_at', '<=', nowMs(trx))
    .delete();
  const rows = await trx('idempotency_keys')
    .insert({
      principal: entry.principal,
      key: entry.key,
      request_hash: entry.requestHash,
      response: entry.response,
      expires_at: afterMs(trx, entry.keepMs),
    })
    .onConflict(['principal', 'key'])
    .ignore()
    .returning('key');
  return rows.length === 1;
}

/**
 * Forgets keys whose time is over.
 *
 * @returns how many were forgotten, at most the limit.
 */
export async function deleteExpiredIdempotencyKeys(
  knex: Knex,
  limit: number,
): Promise<number> {
  const expired = knex('idempotency_keys')
    .where('expires_at', '<=', nowMs(knex))
    .limit(limit)
    .select('principal', 'key');
  if (isPostgres(knex)) {
    expired.forUpdate().skipLocked();
  }
  return knex('idempotency_keys')
    .whereIn(['principal', 'key'], expired)
    .delete();
}
