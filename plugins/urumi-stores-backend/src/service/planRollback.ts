import { ReleaseRecord } from '../database/operations/releaseRecords';
import { RegisteredEngine } from '../engines/EngineRegistry';
import { AutomaticRollback, toProvenRelease } from '../jobs/releaseTarget';
import { adviseRollback } from './judgeRollback';
import { UpgradePlan } from './planUpgrade';

/**
 * Decides, before an upgrade begins, what becomes of the store when it fails: back to the last release
 * that was proven to work, unless something is in the way.
 *
 * @param options - `records`: releases of the store, the newest first; `from`: what the upgrade makes
 * of it; `kept`: digests of the charts that can be had.
 */
export function planRollback(options: {
  wanted: boolean;
  registered: RegisteredEngine;
  records: readonly ReleaseRecord[];
  from: UpgradePlan;
  kept: ReadonlySet<string>;
}): AutomaticRollback {
  const { wanted, registered, records, from, kept } = options;
  const refuse = (refused: string): AutomaticRollback => ({
    refused,
    revision: null,
    input: null,
    target: null,
  });
  if (!wanted) {
    return refuse('it was not to be.');
  }
  const proven = records
    // Bringing a store back to what was applied places no order.
    .filter(({ job }) => job.action !== 'RECONCILE')
    .map(toProvenRelease)
    .find(release => release && kept.has(release.target.chart_digest));
  if (!proven) {
    return refuse('no earlier revision with its chart and values is recorded.');
  }
  const advice = adviseRollback(
    registered,
    from.target,
    from.input.chart_version,
    proven,
  );
  return advice.possible
    ? {
        refused: null,
        revision: proven.revision,
        input: proven.input,
        target: proven.target,
      }
    : refuse(advice.reason);
}
