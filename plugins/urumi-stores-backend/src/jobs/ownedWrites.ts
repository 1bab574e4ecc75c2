import { JsonObject } from '@backstage/types';
import { StoreEvent } from '@urumi/backstage-plugin-urumi-stores-common';
import { appendEvent } from '../database/operations/storeEvents';
import { OwnedRows } from './JobLease';

/** Adds to the store's log, in the name of the job. */
export async function log(
  { trx, store, job }: OwnedRows,
  event: {
    type: string;
    message: string;
    level?: StoreEvent['level'];
    data?: JsonObject;
  },
) {
  await appendEvent(trx, store.id, {
    ...event,
    actor: job.actor,
    jobId: job.id,
  });
}
