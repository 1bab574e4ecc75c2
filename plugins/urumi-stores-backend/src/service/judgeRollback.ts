import { StoreRollbackAdvice } from '@urumi/backstage-plugin-urumi-stores-node';
import { ReleaseRecord } from '../database/operations/releaseRecords';
import { RegisteredEngine } from '../engines/EngineRegistry';
import {
  ProvenRelease,
  readReleaseOutput,
  ReleaseTarget,
  toProvenRelease,
} from '../jobs/releaseTarget';

/**
 * Whether a store can go back to a release, with the engine's word on its database.
 *
 * @param options - `current`: what the store runs; `kept`: digests of the charts that can be had.
 *
 * @returns `proven` only when all that is needed of it was recorded.
 */
export function judgeRollback(options: {
  record: ReleaseRecord;
  current: ReleaseRecord;
  registered: RegisteredEngine;
  kept: ReadonlySet<string>;
}): { proven: ProvenRelease | undefined; advice: StoreRollbackAdvice } {
  const { record, current, registered, kept } = options;
  const no = (reason: string) => ({
    proven: undefined,
    advice: { possible: false, reason },
  });
  const { revision } = readReleaseOutput(record.output);
  const runs = readReleaseOutput(current.output);
  if (revision === runs.revision) {
    return no('The store runs this revision.');
  }
  if (record.job.status !== 'SUCCEEDED') {
    return no(
      'The store was never proven to work with it: its job did not succeed.',
    );
  }
  const proven = toProvenRelease(record);
  if (!proven) {
    return no('It was made before charts and values were recorded.');
  }
  if (!kept.has(proven.target.chart_digest)) {
    return no(
      `Its chart, with the digest ${proven.target.chart_digest}, was not kept.`,
    );
  }
  return {
    proven,
    advice: runs.target
      ? adviseRollback(registered, runs.target, runs.chartVersion ?? '', proven)
      : { possible: true, reason: 'It was not recorded what the store runs.' },
  };
}

/** The engine's word on going back from one release to another. */
export function adviseRollback(
  { engine }: RegisteredEngine,
  from: ReleaseTarget,
  chartVersion: string,
  { input, target }: ProvenRelease,
): StoreRollbackAdvice {
  return engine.adviseRollback({
    from: { chartVersion, images: from.images },
    to: { chartVersion: input.chart_version, images: target.images },
  });
}
