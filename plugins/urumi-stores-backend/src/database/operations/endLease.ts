import { Knex } from 'knex';
import { ErrorClass } from '@urumi/backstage-plugin-urumi-stores-common';
import { nowMs, readRows } from '../dialect';
import { isOneOf, recordSet } from '../recordSet';
import { Lease } from './leases';

/** How an attempt ends. */
export type LeaseEnd =
  | { status: 'SUCCEEDED' | 'CANCELLED' }
  | { status: 'FAILED'; errorMessage: string; errorClass: ErrorClass }
  | {
      /** Back into the queue. */
      status: 'QUEUED';
      delayMs: number;
      /** What it waits for; a parked job is woken when that changes. */
      waitingFor?: string;
      /**
       * It has got on: once it is due again, it goes before the jobs of its action that have not
       * begun. A store would otherwise stand finished until the last one has begun.
       */
      ahead?: boolean;
      /** Whether the attempt counts. Waiting and shutdown use none up. */
      countAttempt: boolean;
      errorMessage?: string;
      errorClass?: ErrorClass;
    };

const COLUMNS = {
  id: 'uuid',
  fence: 'bigint',
  status: 'text',
  requeued: 'boolean',
  delay_ms: 'bigint',
  waiting_for: 'text',
  ahead: 'boolean',
  returned: 'integer',
  error_message: 'text',
  error_class: 'text',
} as const;

/**
 * Ends an attempt and gives its lease back.
 *
 * @returns whether the lease was still held; if not, nothing was written.
 */
export async function endLease(
  trx: Knex.Transaction,
  lease: Lease,
  end: LeaseEnd,
): Promise<boolean> {
  const ended = await readRows(
    trx.raw('? RETURNING provisioning_jobs.id', [
      leasesEnd(trx, [{ lease, end }]),
    ]),
  );
  return ended.length > 0;
}

/**
 * Ends attempts, each in its own way, and gives their leases back, where they are still held.
 *
 * @remarks
 * The priorities of actions are multiples of ten, so that a job that goes ahead never passes
 * another action.
 */
export function leasesEnd(
  trx: Knex,
  ends: readonly { lease: Lease; end: LeaseEnd }[],
): Knex.Raw {
  const rows = ends.map(({ lease, end }) => ({
    id: lease.jobId,
    fence: lease.fence,
    status: end.status,
    error_message: null,
    error_class: null,
    ...(end.status === 'QUEUED'
      ? {
          requeued: true,
          delay_ms: Math.round(end.delayMs),
          waiting_for: end.waitingFor ?? null,
          ahead: end.ahead ?? false,
          returned: end.countAttempt ? 0 : 1,
        }
      : {
          requeued: false,
          delay_ms: 0,
          waiting_for: null,
          ahead: false,
          returned: 0,
        }),
    ...('errorMessage' in end && {
      error_message: end.errorMessage ?? null,
      error_class: end.errorClass ?? null,
    }),
  }));
  const now = nowMs(trx);
  return trx.raw(
    `UPDATE provisioning_jobs
        SET status = record.status, locked_by = NULL, locked_at = NULL,
            lease_expires_at = NULL, updated_at = ?,
            run_after = CASE WHEN record.requeued THEN ? + record.delay_ms ELSE run_after END,
            waiting_for = CASE WHEN record.requeued THEN record.waiting_for ELSE provisioning_jobs.waiting_for END,
            priority = (priority + 9) / 10 * 10 - CASE WHEN record.ahead THEN 1 ELSE 0 END,
            attempt = attempt - record.returned,
            error_message = record.error_message, error_class = record.error_class,
            completed_at = CASE WHEN record.requeued THEN NULL ELSE ? END
       FROM ?
      WHERE provisioning_jobs.id = record.id
        AND provisioning_jobs.fence = record.fence
        AND provisioning_jobs.status = 'IN_PROGRESS' AND ?`,
    [
      now,
      now,
      now,
      recordSet(trx, COLUMNS, rows),
      isOneOf(
        trx,
        'provisioning_jobs.id',
        rows.map(({ id }) => id),
      ),
    ],
  );
}
