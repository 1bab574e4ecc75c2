import { JsonObject } from '@backstage/types';
import { JobRow, StepRow } from '../database/rows';

/** Whether a step is proven done in this attempt of its job. */
export function isDone(record: StepRow | undefined, job: JobRow): boolean {
  return (
    (record?.state === 'done' || record?.state === 'skipped') &&
    record.attempt === job.attempt
  );
}

/** What a step put out the last time it waited or ended, if it did. */
export function parseOutput(
  record: StepRow | undefined,
): JsonObject | undefined {
  return record?.output ? (JSON.parse(record.output) as JsonObject) : undefined;
}
