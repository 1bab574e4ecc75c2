import { StoreEnginePlan } from '@urumi/backstage-plugin-urumi-stores-node';
import { largerQuantity } from '../kubernetes/quantity';

type Bounds = Pick<StoreEnginePlan, 'quota' | 'limitRange'>;

/**
 * Bounds that hold the pods of several plans, as they stand beside each other while a store goes from
 * one to another. What a container gets that asks for nothing is as the first plan has it.
 */
export function widestPlan(plans: readonly [Bounds, ...Bounds[]]): Bounds {
  const [first] = plans;
  const quota: Record<string, string> = {};
  for (const plan of plans) {
    for (const [name, limit] of Object.entries(plan.quota)) {
      quota[name] =
        quota[name] === undefined ? limit : largerQuantity(quota[name], limit);
    }
  }
  return {
    quota,
    limitRange: {
      ...first.limitRange,
      maxVolume: plans
        .map(({ limitRange }) => limitRange.maxVolume)
        .reduce(largerQuantity),
    },
  };
}
