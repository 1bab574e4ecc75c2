import { ConditionValue } from '../conditions/storeConditions';
import { ExpectedConnection } from './connectionTargets';

/**
 * The condition `Isolated`, from what came of the connections.
 *
 * @param options - `connected`: names of the targets that were reached; `withNeighbour`: whether
 * another store was among them.
 */
export function judgeIsolation(options: {
  targets: ExpectedConnection[];
  connected: ReadonlySet<string>;
  withNeighbour: boolean;
}): ConditionValue {
  const { targets, connected, withNeighbour } = options;
  const names = (wanted: (target: ExpectedConnection) => boolean) =>
    targets
      .filter(wanted)
      .map(({ name }) => name)
      .join(', ');
  const open = names(({ name, expected }) => !expected && connected.has(name));
  const missing = names(
    ({ name, expected }) => expected && !connected.has(name),
  );
  if (open) {
    return {
      type: 'Isolated',
      state: 'false',
      reason: 'ConnectionCameAbout',
      message: `From inside the store these can be reached, though the network policies forbid it: ${open}. Does the network of the cluster enforce NetworkPolicies?`,
    };
  }
  if (!targets.some(({ expected }) => expected)) {
    return {
      type: 'Isolated',
      state: 'unknown',
      reason: 'NothingToCompare',
      message:
        'Forbidden connections did not come about, but there was nothing to show that any would: the DNS of the cluster was not found in its namespace.',
    };
  }
  if (missing) {
    return {
      type: 'Isolated',
      state: 'unknown',
      reason: 'NothingReached',
      message: `From inside the store not even these could be reached: ${missing}.`,
    };
  }
  const closed = targets.filter(({ expected }) => !expected).length;
  return {
    type: 'Isolated',
    state: 'true',
    reason: 'ConnectionsTried',
    message: `From inside the store ${closed} forbidden connections were tried and none came about (${
      withNeighbour
        ? 'among them those to another store'
        : 'no other store was running to be tried'
    }); what is allowed works.`,
  };
}
