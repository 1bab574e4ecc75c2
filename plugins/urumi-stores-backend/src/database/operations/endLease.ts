import { Knex } from 'knex';
import { ErrorClass } from '@urumi/backstage-plugin-urumi-stores-common';
import { afterMs, nowMs } from '../dialect';
import { Lease, owned } from './leases';
import { notifyWorkers } from './notifyWorkers';

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
      /** Whether the attempt counts. Waiting and shutdown use none up. */
      countAttempt: boolean;
      errorMessage?: string;
      errorClass?: ErrorClass;
    };

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
  const requeued = end.status === 'QUEUED';
  const changed = await owned(trx, lease).update({
    status: end.status,
    locked_by: null,
    locked_at: null,
    lease_expires_at: null,
    updated_at: nowMs(trx) as never,
    error_message: 'errorMessage' in end ? end.errorMessage ?? null : null,
    error_class: 'errorClass' in end ? end.errorClass ?? null : null,
    ...(requeued
      ? {
          run_after: afterMs(trx, end.delayMs) as never,
          waiting_for: end.waitingFor ?? null,
          ...(!end.countAttempt && {
            attempt: trx.raw('attempt - 1') as never,
          }),
        }
      : { completed_at: nowMs(trx) as never }),
  });
  // What is given back at once is for another replica: this one is about to end.
  if (changed === 1 && requeued && end.delayMs === 0) {
    await notifyWorkers(trx);
  }
  return changed === 1;
}
