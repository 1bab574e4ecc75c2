import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { progressing, withConditions } from '../../conditions/storeConditions';
import { listSteps } from '../../database/operations/jobSteps';
import { promoteWaitingJob } from '../../database/operations/promoteWaitingJob';
import { appendEvent } from '../../database/operations/storeEvents';
import { updateStore } from '../../database/operations/updateStore';
import { JobRow, StoreRow } from '../../database/rows';
import { AutomaticRollback } from '../releaseTarget';
import { PAYLOAD_SCHEMA, readPayload } from '../jobInput';
import { queueJob } from '../queueJob';
import { queueReconcile } from '../reconcile/queueReconcile';

/**
 * What follows a job that has failed for good, in the transaction that says so: the next one begins.
 * An upgrade that had touched the store is rolled back when nothing newer is wanted, its policy
 * says so and the engine does not object.
 */
export async function settleFailed(
  trx: Knex.Transaction,
  failed: { store: StoreRow; job: JobRow; failure: FailureCause },
): Promise<void> {
  const { store, job, failure } = failed;
  const isNext = await promoteWaitingJob(trx, store.id);
  const isChange = job.action === 'UPGRADE' || job.action === 'ROLLBACK';
  if (!isChange || store.desired === 'absent') {
    return;
  }
  const begun = await begunSteps(trx, job);
  if (!begun.has('release')) {
    if (begun.has('guardrails') && !isNext) {
      await queueReconcile(
        trx,
        store,
        job.actor,
        `The job ${job.action} has failed on its way: what it has applied is brought in order.`,
      );
    }
    return;
  }
  const back = readPayload(job)?.back;
  const goesBack = back?.refused === null && !isNext;
  await updateStore(trx, store.id, {
    conditions: withConditions(
      JSON.parse(store.conditions),
      [
        {
          type: 'Verified',
          state: 'false',
          reason: job.action === 'UPGRADE' ? 'UpgradeFailed' : 'RollbackFailed',
          message: `No order was placed since: ${failure.message}`,
        },
        ...(goesBack
          ? [
              progressing(
                'RollingBack',
                `The upgrade has failed, the store goes back to revision ${back.revision}. ${failure.message}`,
              ),
            ]
          : []),
      ],
      Number(store.updated_at),
    ),
  });
  if (goesBack) {
    await queueRollback(trx, failed, back);
  } else if (back?.refused && !isNext) {
    await appendEvent(trx, store.id, {
      type: 'rollback.refused',
      level: 'error',
      message: `The upgrade is not rolled back by itself: ${back.refused}`,
      actor: job.actor,
      jobId: job.id,
    });
  }
}

/** What the job may have done something of. */
async function begunSteps(trx: Knex, job: JobRow): Promise<Set<string>> {
  const steps = await listSteps(trx, job.id);
  return new Set(
    steps.filter(({ state }) => state !== 'pending').map(({ name }) => name),
  );
}

async function queueRollback(
  trx: Knex.Transaction,
  {
    store,
    job,
    failure,
  }: { store: StoreRow; job: JobRow; failure: FailureCause },
  { input, target, revision }: AutomaticRollback,
): Promise<void> {
  if (!input || !target) {
    return;
  }
  const reason = `Back to revision ${revision} by itself, as the upgrade has failed: ${failure.message}`;
  await queueJob(trx, store, job.actor, {
    action: 'ROLLBACK',
    eventType: 'rollback.queued',
    message: reason,
    payload: {
      schema: PAYLOAD_SCHEMA,
      input,
      target,
      plans: [...new Set([input.plan, ...(readPayload(job)?.plans ?? [])])],
      reason,
    },
  });
}
