import { STORE_STATUSES } from '@urumi/backstage-plugin-urumi-stores-common';
import { ActionZod } from './actionsRegistry';

/** What every action answers that starts a job. */
export const operationSchema = (z: ActionZod) =>
  z.object({
    store_id: z.string(),
    status: z.enum(STORE_STATUSES).describe('Of the store, now'),
    namespace: z.string(),
    queued_job_id: z.string().describe('The job that does it'),
  });

/** How a caller learns what has become of the job. */
export const FOLLOW_UP =
  'It only starts the work, which takes from seconds to minutes: ask get-store every ten seconds or so until its `status` and `progress` say how it ended.';
