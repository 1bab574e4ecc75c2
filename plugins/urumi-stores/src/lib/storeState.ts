import {
  Store,
  StoreCondition,
  StoreDetails,
  StoreStatus,
  StoreStep,
} from '@urumi/backstage-plugin-urumi-stores-common';

const STATUSES_IN_MOTION: readonly StoreStatus[] = [
  'QUEUED',
  'PROVISIONING',
  'DELETING',
];

/** Whether a job is at work, or about to be, so that the store changes by itself. */
export function isInMotion(
  store: Pick<Store, 'status' | 'conditions'>,
): boolean {
  return (
    STATUSES_IN_MOTION.includes(store.status) ||
    (store.status === 'READY' && isProgressing(store))
  );
}

/** Whether the store's cluster only plays its pods, so that nobody can shop in it. */
export function isSimulated(store: Pick<Store, 'conditions'>): boolean {
  return store.conditions.some(
    condition =>
      condition.type === 'Verified' &&
      condition.state === 'false' &&
      condition.reason === 'SimulatedNodes',
  );
}

/** What the last look has found wrong with a READY store. */
export function storeTroubles(
  store: Pick<Store, 'conditions'>,
): StoreCondition[] {
  return store.conditions.filter(
    ({ type, state }) =>
      state === 'true' && (type === 'Degraded' || type === 'Drifted'),
  );
}

/** Whether the platform has something newer for a READY store than what it runs. */
export function hasUpgrade(
  store: Pick<Store, 'status' | 'conditions'>,
): boolean {
  return (
    store.status === 'READY' &&
    store.conditions.some(
      ({ type, state }) => type === 'UpgradeAvailable' && state === 'true',
    )
  );
}

/** Whether a job is at work on the store, or about to be. */
export function isProgressing(store: Pick<Store, 'conditions'>): boolean {
  return store.conditions.some(
    ({ type, state }) => type === 'Progressing' && state === 'true',
  );
}

/** The step that the store's job is at, if it has one under way. */
export function activeStep(
  store: Pick<StoreDetails, 'steps'>,
): StoreStep | undefined {
  return store.steps.find(
    ({ state }) => state === 'running' || state === 'waiting',
  );
}

/** What people call the store: its display name, else its namespace. */
export function storeTitle(
  store: Pick<Store, 'display_name' | 'namespace'>,
): string {
  return store.display_name ?? store.namespace;
}
