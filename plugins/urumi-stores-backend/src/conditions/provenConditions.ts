import { JsonObject } from '@backstage/types';
import { ConditionValue } from './storeConditions';

/**
 * What a job that went through workloads, storefront and checkout has proven of its store.
 *
 * @param simulatedReason - what the checkout step names as its reason where nothing really runs.
 */
export function provenConditions(
  checkout: JsonObject | undefined,
  isolated: ConditionValue | undefined,
  simulatedReason: string,
): ConditionValue[] {
  return [
    {
      type: 'Available',
      state: 'true',
      reason: 'WorkloadsReady',
      message: 'All workloads are ready.',
    },
    checkout?.reason === simulatedReason
      ? {
          type: 'Verified',
          state: 'false',
          reason: simulatedReason,
          message:
            'No order was placed: the nodes of the cluster are simulated and nothing of the store really runs.',
        }
      : {
          type: 'Verified',
          state: 'true',
          reason: 'OrderPlaced',
          message: `Order ${checkout?.order_number} was placed, found again and taken back.`,
        },
    isolated ?? {
      type: 'Isolated',
      state: 'unknown',
      reason: simulatedReason,
      message:
        'No connection was tried: the nodes of the cluster are simulated.',
    },
  ];
}
