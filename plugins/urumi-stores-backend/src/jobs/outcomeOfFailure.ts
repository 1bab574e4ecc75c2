import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import {
  failedConditions,
  withConditions,
} from '../conditions/storeConditions';
import { explain } from '../database/noticeOfChange';
import { StoreChange } from '../database/operations/updateStore';
import { JobRow, StoreRow } from '../database/rows';

/**
 * What a job that failed for good does to its store. A shop that sells goes on to do so when
 * it could not be reconciled,
 * upgraded or rolled back: the next look says what it is like.
 */
export function outcomeOfFailure(
  store: StoreRow,
  job: Pick<JobRow, 'action'>,
  failure: FailureCause,
): { change: StoreChange; eventType: string } {
  const conditions = withConditions(
    JSON.parse(store.conditions),
    failedConditions(failure),
    Number(store.updated_at),
  );
  return job.action === 'PROVISION' || job.action === 'DELETE'
    ? {
        change: { status: 'FAILED', failure, conditions },
        eventType: 'failed',
      }
    : {
        change: {
          status: 'READY',
          conditions,
          notice: { kind: 'failed', text: explain(failure) },
        },
        eventType: `${job.action.toLowerCase()}.failed`,
      };
}
