import { JsonObject } from '@backstage/types';
import {
  Store,
  UpgradeStoreRequest,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { EngineChoice } from '../StoreParameters';

/** What is asked for: only what differs from what the store has. */
export function upgradeRequest(
  store: Pick<Store, 'plan' | 'parameters'>,
  chosen: {
    choice: EngineChoice | undefined;
    version: string | undefined;
    rollsBack: boolean;
  },
): UpgradeStoreRequest {
  const { choice, version, rollsBack } = chosen;
  const parameters = choice
    ? changedParameters(store.parameters, choice.parameters)
    : {};
  return {
    ...(version !== undefined && { chart_version: version }),
    ...(choice && choice.plan !== store.plan && { plan: choice.plan }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    roll_back_on_failure: rollsBack,
  };
}

/** One that was taken away is null. */
function changedParameters(before: JsonObject, after: JsonObject): JsonObject {
  return Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(
      name =>
        before[name] === after[name] ? [] : [[name, after[name] ?? null]],
    ),
  );
}
