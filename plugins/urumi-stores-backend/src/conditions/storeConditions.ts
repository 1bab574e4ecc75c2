import {
  ConditionType,
  FailureCause,
  StoreCondition,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** A condition without its moment. */
export type ConditionValue = Omit<StoreCondition, 'since'>;

/**
 * The conditions with some of them set. `since` moves only where the state changes.
 *
 * @param now - epoch milliseconds of the database.
 */
export function withConditions(
  conditions: readonly StoreCondition[],
  values: readonly ConditionValue[],
  now: number,
): StoreCondition[] {
  const since = new Date(now).toISOString();
  const result = new Map<ConditionType, StoreCondition>(
    conditions.map(condition => [condition.type, condition]),
  );
  for (const value of values) {
    const before = result.get(value.type);
    result.set(value.type, {
      ...value,
      since: before?.state === value.state ? before.since : since,
    });
  }
  return [...result.values()];
}

/** Of a store that waits for its job. */
export function queuedConditions(): ConditionValue[] {
  return [
    {
      type: 'Available',
      state: 'false',
      reason: 'NotInstalled',
      message: 'The store is not installed yet.',
    },
    {
      type: 'Verified',
      state: 'unknown',
      reason: 'NotChecked',
      message: 'No order was placed yet.',
    },
    {
      type: 'Progressing',
      state: 'true',
      reason: 'Queued',
      message: 'The job waits for a worker.',
    },
  ];
}

/** Of a store whose job ended without success. */
export function failedConditions(failure: FailureCause): ConditionValue[] {
  return [
    {
      type: 'Progressing',
      state: 'false',
      reason: failure.code,
      message: failure.message,
    },
  ];
}

/** Without what looks at a READY store have found: it holds only while the store is READY. */
export function withoutHealth(
  conditions: readonly StoreCondition[],
): StoreCondition[] {
  return conditions.filter(
    ({ type }) => !['Degraded', 'Drifted', 'UpgradeAvailable'].includes(type),
  );
}

/** While a job works. */
export function progressing(reason: string, message: string): ConditionValue {
  return { type: 'Progressing', state: 'true', reason, message };
}

/** When nothing is under way. */
export function settled(reason: string, message: string): ConditionValue {
  return { type: 'Progressing', state: 'false', reason, message };
}
