import { JsonObject } from '@backstage/types';
import { JobRow, StoreRow } from '../database/rows';
import { AutomaticRollback, ReleaseTarget } from './releaseTarget';

/** Newest form of a payload that this version writes and reads. */
export const PAYLOAD_SCHEMA = 1;

type InputColumns =
  | 'display_name'
  | 'hostname'
  | 'plan'
  | 'parameters'
  | 'chart_version';

/** What of a store a job works from, as it was when the job was asked for. */
export type JobInput = Pick<StoreRow, InputColumns>;

/** What a job works from, as it stands in its payload. */
export interface FrozenInput extends JsonObject {
  display_name: string | null;
  hostname: string;
  plan: string;
  parameters: JsonObject;
  chart_version: string;
}

/** Payload of a job, frozen when it is queued. */
export interface JobPayload extends JsonObject {
  schema: number;
  input: FrozenInput;
  /** Whether the store was adopted with what it holds: its namespace is never made anew. */
  adopted?: boolean;
  /** Whether a person asked for another try of what had failed. */
  retry?: boolean;
  /** What the release is made from; left out: the chart and the settings of the platform. */
  target?: ReleaseTarget;
  /** Plans whose pods may stand beside each other while the job works, the job's own among them. */
  plans?: string[];
  /** What becomes of the store when an upgrade fails. */
  back?: AutomaticRollback;
  /** Why the job was asked for, in a sentence. */
  reason?: string;
}

/** Freezes what a job of the store works from. */
export function freezeInput(input: JobInput): JobPayload {
  return {
    schema: PAYLOAD_SCHEMA,
    input: {
      display_name: input.display_name,
      hostname: input.hostname,
      plan: input.plan,
      parameters: JSON.parse(input.parameters) as JsonObject,
      chart_version: input.chart_version,
    },
  };
}

/**
 * The payload of another try: it works from what the first one worked from. A job of the version
 * that froze nothing gives what the store says now.
 */
export function freezeRetry(
  store: StoreRow,
  failed: JobRow | undefined,
): JobPayload {
  const payload = failed && readPayload(failed);
  return { ...(payload ?? freezeInput(store)), retry: true };
}

/** The store as its job sees it: as it was asked for, and otherwise as it is. */
export function withJobInput(store: StoreRow, job: JobRow): StoreRow {
  const input = readPayload(job)?.input;
  return input
    ? { ...store, ...input, parameters: JSON.stringify(input.parameters) }
    : store;
}

/** Whether the job's store was adopted with what it holds. */
export function isAdopted(job: JobRow): boolean {
  return readPayload(job)?.adopted ?? false;
}

/** The payload of a job; undefined for a job of the version that froze nothing. */
export function readPayload(
  job: Pick<JobRow, 'payload' | 'payload_schema'>,
): JobPayload | undefined {
  return job.payload_schema === 0
    ? undefined
    : (JSON.parse(job.payload) as JobPayload);
}
