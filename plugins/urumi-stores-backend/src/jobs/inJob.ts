import { JobRow } from '../database/rows';
import { withLogFields } from '../logContext';
import { traceJob } from '../tracing';

/** What every line of the log that is about a job carries. */
export function idsOf(job: Pick<JobRow, 'id' | 'store_id'>) {
  return { job_id: job.id, store_id: job.store_id };
}

/** Runs an attempt of a job: its lines in the log carry its ids, and its spans go into its trace. */
export async function inJob<T>(
  job: JobRow,
  work: () => Promise<T>,
): Promise<T> {
  return withLogFields(idsOf(job), () => traceJob(job, work));
}
