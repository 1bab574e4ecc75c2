import {
  isStoreStatusTransitionAllowed,
  LIVING_STORE_STATUSES,
  STORE_STATUS_TRANSITIONS,
  STORE_STATUSES,
} from './statuses';

describe('store statuses', () => {
  it.each(STORE_STATUSES)('%s may stay as it is', status => {
    expect(isStoreStatusTransitionAllowed(status, status)).toBe(true);
  });

  it.each(LIVING_STORE_STATUSES)(
    '%s can be deleted, and reaches DELETED only over DELETING',
    status => {
      expect(isStoreStatusTransitionAllowed(status, 'DELETING')).toBe(true);
      expect(isStoreStatusTransitionAllowed(status, 'DELETED')).toBe(
        status === 'DELETING',
      );
    },
  );

  it('never leaves DELETED, and never goes back to READY by itself', () => {
    expect(STORE_STATUS_TRANSITIONS.DELETED).toEqual([]);
    for (const status of ['DELETING', 'DELETED', 'QUEUED'] as const) {
      expect(isStoreStatusTransitionAllowed(status, 'READY')).toBe(false);
    }
  });

  it('counts everything but DELETED as living', () => {
    expect(LIVING_STORE_STATUSES).toEqual([
      'QUEUED',
      'PROVISIONING',
      'READY',
      'FAILED',
      'DELETING',
    ]);
  });
});
