/**
 * That a job, `job` in the statement, is queued: in the words of the index of all due jobs, and in those of the index that
 * has them by their owners.
 *
 * @remarks
 * Both say the same. To Postgres they are two conditions: where its statistics are of a time when hardly a job was queued,
 * it would otherwise take any of the two indexes for any walk, and read and sort all that is in it.
 */
export const QUEUED = {
  ofAll: 'job.runnable',
  ofOwners: 'coalesce(job.runnable, false)',
};
