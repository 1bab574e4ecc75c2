import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { enqueueJob } from '../database/operations/enqueueJob';
import { appendEvent } from '../database/operations/storeEvents';
import { StoreRow } from '../database/rows';
import { JobPayload } from './jobInput';
import { JOB_PRIORITY, JOB_STEPS, MAX_ATTEMPTS } from './plan';

/**
 * Queues a job of a store, whose row the transaction holds, and tells of it in the store's log.
 *
 * @returns the id of the job that will do it.
 */
export async function queueJob(
  trx: Knex.Transaction,
  store: StoreRow,
  actor: string,
  job: {
    action: JobAction;
    eventType: string;
    message: string;
    payload: JobPayload;
  },
): Promise<string> {
  const jobId = await enqueueJob(trx, {
    id: uuidv7(),
    storeId: store.id,
    action: job.action,
    priority: JOB_PRIORITY[job.action],
    maxAttempts: MAX_ATTEMPTS,
    actor,
    payload: job.payload,
    steps: JOB_STEPS[job.action],
  });
  await appendEvent(trx, store.id, {
    type: job.eventType,
    message: job.message,
    actor,
    jobId,
  });
  return jobId;
}
