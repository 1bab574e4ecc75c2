import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreChange } from './operations/updateStore';
import { StoreNotice, StoreRow } from './rows';

/**
 * What the owner of a store is to be told of a change; undefined when it is nothing to them. Whatever
 * is tried again, or looked at again with the same result, is told once.
 */
export function noticeOfChange(
  row: Pick<StoreRow, 'status' | 'health_cause'>,
  change: StoreChange,
): StoreNotice | undefined {
  const { status, health, failure } = change;
  if (change.notice) {
    return change.notice;
  }
  if (status !== undefined && status !== row.status) {
    switch (status) {
      case 'READY':
        return { kind: 'ready', text: null };
      case 'FAILED':
        return { kind: 'failed', text: failure ? explain(failure) : null };
      case 'DELETED':
        return { kind: 'deleted', text: null };
      default:
        return undefined;
    }
  }
  const wasDegraded = row.health_cause !== null;
  if (health === undefined || wasDegraded === (health.cause !== null)) {
    return undefined;
  }
  return health.cause === null
    ? { kind: 'recovered', text: null }
    : { kind: 'degraded', text: explain(health.cause) };
}

/** A cause with what to do about it, as its owner is told. */
export function explain({ message, next_action }: FailureCause): string {
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  return `${sentence} ${next_action}`;
}
