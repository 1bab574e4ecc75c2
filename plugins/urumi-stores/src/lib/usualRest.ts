import { StoreStep } from '@urumi/backstage-plugin-urumi-stores-common';
import { millisecondsSince } from './time';

/**
 * How long the steps that are left usually take together, in milliseconds. Undefined when nothing
 * is left, or when it is not known of one of them, or when the present one has taken longer than
 * usual already: then nobody can tell.
 */
export function usualRest(
  steps: readonly StoreStep[],
  now: number,
): number | undefined {
  const left = steps.filter(({ state }) =>
    ['pending', 'running', 'waiting'].includes(state),
  );
  let rest = 0;
  for (const { usual_ms: usual, started_at: startedAt, state } of left) {
    if (usual === null) {
      return undefined;
    }
    const used =
      startedAt && state !== 'pending' ? millisecondsSince(startedAt, now) : 0;
    if (used > usual) {
      return undefined;
    }
    rest += usual - used;
  }
  return left.length > 0 ? rest : undefined;
}
