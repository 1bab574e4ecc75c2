import { JsonObject } from '@backstage/types';
import { ReleaseRecord } from '../database/operations/releaseRecords';
import { FrozenInput, readPayload } from './jobInput';

/** What a release is made from, when that is not what the platform has now. */
export interface ReleaseTarget extends JsonObject {
  chart_digest: string;
  /** Complete references by image name. */
  images: Record<string, string>;
  /** The complete values; null: made from the job's input. */
  values: JsonObject | null;
}

/** What becomes of a store whose upgrade fails. */
export interface AutomaticRollback extends JsonObject {
  /** Why it is not rolled back by itself; null when it is. */
  refused: string | null;
  /** The revision that it goes back to. */
  revision: number | null;
  input: FrozenInput | null;
  target: ReleaseTarget | null;
}

/** What a release step puts out. */
export interface ReleaseOutput {
  revision: number;
  chartDigest: string | undefined;
  chartVersion: string | undefined;
  /** Undefined for a release of the version that did not record it. */
  target: ReleaseTarget | undefined;
  /** Digests of the guardrails that go with it; see `digestGuardrails`. */
  guardrails: Record<string, string>;
}

/** Reads what a release step has put out, be it of this version or an earlier one. */
export function readReleaseOutput(output: JsonObject): ReleaseOutput {
  const { revision, chart_digest, chart_version, images, values } = output;
  const digest = typeof chart_digest === 'string' ? chart_digest : undefined;
  return {
    revision: Number(revision),
    chartDigest: digest,
    chartVersion: typeof chart_version === 'string' ? chart_version : undefined,
    target:
      digest && values && images
        ? {
            chart_digest: digest,
            images: images as Record<string, string>,
            values: values as JsonObject,
          }
        : undefined,
    guardrails: (output.guardrails ?? {}) as Record<string, string>,
  };
}

/** A release that a store has proven to work with, and can be made again. */
export interface ProvenRelease {
  revision: number;
  input: FrozenInput;
  target: ReleaseTarget;
}

/** What a record says of how to make the same release again; undefined when it cannot be. */
export function toProvenRelease(
  record: ReleaseRecord,
): ProvenRelease | undefined {
  const { revision, target, chartVersion } = readReleaseOutput(record.output);
  const input = readPayload(record.job)?.input;
  return record.job.status === 'SUCCEEDED' && target && input
    ? {
        revision,
        // A try again may have come after the platform had a newer chart.
        input: { ...input, chart_version: chartVersion ?? input.chart_version },
        target,
      }
    : undefined;
}
