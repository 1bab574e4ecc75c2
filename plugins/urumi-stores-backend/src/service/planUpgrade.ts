import { ConflictError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  UpgradeStoreRequest,
  ValidationErrorDetail,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { findPlan, RegisteredEngine } from '../engines/EngineRegistry';
import { UnprocessableEntityError } from '../errors';
import { FrozenInput } from '../jobs/jobInput';
import { ReleaseTarget } from '../jobs/releaseTarget';
import { changedParameters, DesiredState } from './desiredState';
import { mergeParameters } from './mergeParameters';

/** What an upgrade will make of a store. */
export interface UpgradePlan {
  input: FrozenInput;
  target: ReleaseTarget;
  /** What changes, in a sentence. */
  reason: string;
}

/**
 * Decides what a request for an upgrade leaves open: it stays as it is desired so far.
 *
 * @param options - `readParameters`: gives what is wrong with parameters, with defaults filled in.
 *
 * @throws UnprocessableEntityError naming each field that is wrong, ConflictError when nobody knows
 * any more what the store runs and the request does not name a version.
 */
export function planUpgrade(options: {
  request: UpgradeStoreRequest;
  registered: RegisteredEngine;
  desired: DesiredState;
  readParameters: (parameters: JsonObject) => ValidationErrorDetail[];
}): UpgradePlan {
  const { request, registered, desired, readParameters } = options;
  const { engine } = registered;
  const { input } = desired;
  const parameters = mergeParameters(
    input.parameters,
    request.parameters ?? {},
  );
  const problems = readParameters(parameters);
  if (request.plan !== undefined && !findPlan(engine, request.plan)) {
    problems.push(
      oneOf(
        'plan',
        engine.plans.map(({ name }) => name),
      ),
    );
  }
  const versions = [registered.chart.version, input.chart_version];
  const { chart_version: version } = request;
  if (version !== undefined && !versions.includes(version)) {
    problems.push(oneOf('chart_version', [...new Set(versions)]));
  }
  if (problems.length > 0) {
    throw new UnprocessableEntityError(problems);
  }
  const next: FrozenInput = {
    ...input,
    plan: request.plan ?? input.plan,
    parameters,
    chart_version: version ?? input.chart_version,
  };
  return {
    input: next,
    target: chooseChart(version, registered, desired),
    reason: describe(input, next, version),
  };
}

/** A version that is named is meant as the platform has it now. */
function chooseChart(
  version: string | undefined,
  { chart, chartDigest, images }: RegisteredEngine,
  desired: DesiredState,
): ReleaseTarget {
  if (version === chart.version || desired.chartDigest === chartDigest) {
    return {
      chart_digest: chartDigest,
      images: version === chart.version ? images : desired.images ?? images,
      values: null,
    };
  }
  if (desired.chartDigest === undefined || desired.images === undefined) {
    throw new ConflictError(
      `It was not recorded what chart ${desired.input.chart_version} of this store was; name chart_version ${chart.version} to upgrade it as well`,
    );
  }
  return {
    chart_digest: desired.chartDigest,
    images: desired.images,
    values: null,
  };
}

function describe(
  before: FrozenInput,
  after: FrozenInput,
  version: string | undefined,
): string {
  const parameters = changedParameters(before.parameters, after.parameters);
  const changes = [
    ...(before.plan === after.plan
      ? []
      : [`plan ${before.plan} to ${after.plan}`]),
    ...(parameters.length > 0 ? [`parameters ${parameters.join(', ')}`] : []),
    ...(version === undefined
      ? []
      : [`chart ${before.chart_version} to ${version}`]),
  ];
  return changes.length > 0
    ? `Upgrade: ${changes.join('; ')}.`
    : 'Upgrade: nothing but what the platform has newer.';
}

function oneOf(field: string, values: string[]): ValidationErrorDetail {
  return {
    loc: ['body', field],
    msg: `must be one of: ${values.join(', ')}`,
    type: 'enum',
  };
}
