import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { StoreEngine } from './StoreEngine';

/**
 * Where modules of the stores backend add their store engines.
 *
 * @public
 */
export interface StoreEnginesExtensionPoint {
  /**
   * Adds an engine.
   *
   * @throws ConflictError when an engine of that id is there already.
   */
  addEngine(engine: StoreEngine): void;
}

/** @public */
export const storeEnginesExtensionPoint =
  createExtensionPoint<StoreEnginesExtensionPoint>({
    id: 'urumi-stores.engines',
  });
