/** Another worker owns the job now: this one must stop and write nothing. */
export class LeaseLostError extends Error {
  name = 'LeaseLostError' as const;
}

/** Somebody asked for the job's end; it stops at a step's border. */
export class JobCancelledError extends Error {
  name = 'JobCancelledError' as const;
}

/** The process ends; the job goes back into the queue as it stands. */
export class WorkerShutdownError extends Error {
  name = 'WorkerShutdownError' as const;
}

/** The worker has no slot for a job that it claimed ahead; the job goes back into the queue as it stands. */
export class NoSlotError extends Error {
  name = 'NoSlotError' as const;
}
