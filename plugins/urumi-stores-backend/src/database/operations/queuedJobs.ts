/**
 * That a job, `job` in the statement, is queued: in the words of the index of all that is queued, and in those of the one
 * that has it by owners.
 *
 * @remarks
 * Both say the same. To Postgres they are two conditions: where its statistics are of a time when hardly a job was queued,
 * it would otherwise take any of the two indexes for any walk, and read and sort all that is in it. The column is nullable
 * for that: of one that is not, a planner may know that the second says no more than the first.
 */
export const QUEUED = {
  ofAll: 'job.runnable',
  ofOwners: 'coalesce(job.runnable, false)',
};
