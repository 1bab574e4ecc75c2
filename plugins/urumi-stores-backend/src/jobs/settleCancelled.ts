import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import {
  failedConditions,
  settled,
  withConditions,
} from '../conditions/storeConditions';
import { listSteps, updateStep } from '../database/operations/jobSteps';
import { promoteWaitingJob } from '../database/operations/promoteWaitingJob';
import { appendEvent, NewEvent } from '../database/operations/storeEvents';
import { updateStore } from '../database/operations/updateStore';
import { OwnedRows } from './JobLease';
import { queueReconcile } from './reconcile/queueReconcile';

const CANCELLED: FailureCause = {
  code: 'Cancelled',
  message: 'The installation was cancelled.',
  error_class: 'user_fixable',
  owner: 'store_owner',
  next_action: 'Retry it to go on, or delete the store.',
};

/**
 * Says in the store, whose row the transaction holds, that its job was cancelled, and lets the next
 * one begin. A store that is to be deleted goes on to its delete; one whose installation was
 * cancelled has failed, and can be retried.
 */
export async function settleCancelled(rows: OwnedRows): Promise<void> {
  const { trx, store, job } = rows;
  const steps = await listSteps(trx, job.id);
  const begun = steps.some(({ state }) => state !== 'pending');
  for (const step of steps) {
    if (step.state === 'running' || step.state === 'waiting') {
      await updateStep(trx, job, step.name, {
        state: 'failed',
        message: 'Cancelled.',
      });
    }
  }
  const isNext = await promoteWaitingJob(trx, store.id);
  // That a delete takes the place of what was under way has been told of.
  if (store.desired === 'absent') {
    return;
  }
  await log(rows, {
    type: 'job.cancelled',
    message: `The job ${job.action} was cancelled.`,
  });
  if (isNext) {
    return;
  }
  if (job.action === 'RECONCILE') {
    // The status that it has makes a look due: some of it may have been applied.
    await updateStore(trx, store.id, {
      status: 'READY',
      conditions: withConditions(
        JSON.parse(store.conditions),
        [settled('Cancelled', 'Bringing the store back was cancelled.')],
        Number(store.updated_at),
      ),
    });
    return;
  }
  if (job.action === 'UPGRADE' || job.action === 'ROLLBACK') {
    await settleChange(rows, begun);
    return;
  }
  if (job.action !== 'PROVISION') {
    return;
  }
  const changed = await updateStore(trx, store.id, {
    status: 'FAILED',
    failure: CANCELLED,
    conditions: withConditions(
      JSON.parse(store.conditions),
      failedConditions(CANCELLED),
      Number(store.updated_at),
    ),
  });
  if (changed) {
    await log(rows, {
      type: 'failed',
      level: 'warning',
      message: `${CANCELLED.message} ${CANCELLED.next_action}`,
      data: { ...CANCELLED },
    });
  }
}

/** What was begun is not left half done: guardrails and release are made to fit each other again. */
async function settleChange(
  { trx, store, job }: OwnedRows,
  begun: boolean,
): Promise<void> {
  const changed = await updateStore(trx, store.id, {
    status: 'READY',
    conditions: withConditions(
      JSON.parse(store.conditions),
      [settled('Cancelled', `The job ${job.action} was cancelled.`)],
      Number(store.updated_at),
    ),
  });
  if (begun && changed) {
    await queueReconcile(
      trx,
      changed,
      job.actor,
      `The job ${job.action} was cancelled on its way: what it has applied is brought in order.`,
    );
  }
}

/** Adds to the store's log, in the name of the job. */
async function log(
  { trx, store, job }: OwnedRows,
  event: Omit<NewEvent, 'actor' | 'jobId'>,
) {
  await appendEvent(trx, store.id, {
    ...event,
    actor: job.actor,
    jobId: job.id,
  });
}
