import { StoreDrift } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreRow } from '../database/rows';
import { digestValues } from '../helm/digestValues';
import { ReleaseOutput } from '../jobs/releaseTarget';
import { releaseValues } from '../jobs/provision/releaseValues';
import { StoreTools } from '../jobs/StoreTools';
import { GUARDRAILS_MANAGER } from '../kubernetes/applyGuardrails';
import { digestGuardrails, guardrailKey } from '../kubernetes/digestGuardrails';
import { KubernetesObject } from '../kubernetes/KubernetesObject';

/** Whether the platform has something newer for a store than what it runs. */
export interface AvailableUpgrade {
  available: boolean;
  /** CamelCase word for programs. */
  reason: string;
  message: string;
}

/**
 * Tells apart what others have changed and what the platform itself wants otherwise by now: a
 * guardrail that it wants as it was recorded was changed by somebody else, whoever they call
 * themselves.
 *
 * @param options - `recorded`: digests of the guardrails as they were applied; `wanted`: as they
 * would be applied now.
 */
export function splitDrift(
  findings: readonly StoreDrift[],
  options: {
    recorded: Record<string, string>;
    wanted: readonly KubernetesObject[];
  },
): { drift: StoreDrift[]; outdated: StoreDrift[] } {
  const { recorded } = options;
  const wanted = digestGuardrails(options.wanted);
  const isOutdated = ({ part, kind, name, changed_by: who }: StoreDrift) => {
    const key = guardrailKey(kind, name);
    return (
      part === 'guardrails' &&
      Object.keys(recorded).length > 0 &&
      recorded[key] !== wanted[key] &&
      (who === null || who === GUARDRAILS_MANAGER)
    );
  };
  return {
    drift: findings.filter(finding => !isOutdated(finding)),
    outdated: findings.filter(isOutdated),
  };
}

/**
 * Compares what a store runs with what the platform would make of it now; undefined when it was not
 * recorded what it runs.
 */
export function findUpgrade(
  store: StoreRow,
  tools: StoreTools,
  applied: ReleaseOutput | undefined,
  outdated: readonly StoreDrift[],
): AvailableUpgrade | undefined {
  const { chart, chartDigest, plan, cluster } = tools;
  const target = applied?.target;
  if (!target) {
    return undefined;
  }
  const runs = applied.chartVersion ?? store.chart_version;
  const newest = `chart ${chart.version} (${tools.engine.title} ${chart.appVersion})`;
  if (target.chart_digest !== chartDigest) {
    return {
      available: true,
      reason: 'ChartChanged',
      message:
        runs === chart.version
          ? `The store runs an earlier form of ${newest}. Upgrade it to chart ${chart.version} to get the present one.`
          : `The store runs chart ${runs}; the platform has ${newest}. Upgrade it to get that.`,
    };
  }
  const wanted = releaseValues(store, tools, plan, cluster.config);
  if (
    digestValues(wanted) !== digestValues(target.values ?? {}) ||
    outdated.length > 0
  ) {
    return {
      available: true,
      reason: 'SettingsChanged',
      message: `The platform has newer images, settings or guardrails for this store. Upgrade it to chart ${chart.version} to get them.`,
    };
  }
  return {
    available: false,
    reason: 'UpToDate',
    message: `The store runs what the platform has: ${newest}.`,
  };
}
