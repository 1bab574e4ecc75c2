import { setTimeout as sleep } from 'node:timers/promises';
import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreProbeError } from '@urumi/backstage-plugin-urumi-stores-node';
import { StoreRow } from '../database/rows';
import { askShop } from '../jobs/provision/askShop';
import { PROBE_LAYERS } from '../jobs/provision/probeLayers';
import { StoreTools } from '../jobs/StoreTools';
import { StepFailedError } from '../jobs/types';

/** A shop that fails once may be busy; one that fails three times is not well. */
const TRIES = 3;
const PAUSE_MS = 2_000;
/** No try begins later, in milliseconds: a look has to end, and a slow shop is not well either. */
const LAST_TRY_MS = 25_000;

/**
 * Asks the shop whether it is this store, without an order.
 *
 * @returns why it does not answer as it should; undefined when it does.
 */
export async function openShop(
  tools: StoreTools,
  store: StoreRow,
  signal: AbortSignal,
): Promise<FailureCause | undefined> {
  const began = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      await askShop({ name: 'storefront', tools, store, signal }, ({ probe }) =>
        tools.engine.probe.storefront(probe),
      );
      return undefined;
    } catch (error) {
      if (error instanceof StepFailedError) {
        return error.failure;
      }
      if (!(error instanceof StoreProbeError)) {
        throw error;
      }
      const isLast =
        tries === TRIES || performance.now() - began + PAUSE_MS > LAST_TRY_MS;
      if (!error.retry || isLast) {
        const { title, failure } = PROBE_LAYERS[error.layer];
        return {
          code: error.code,
          message: `${title}: ${error.message}`,
          ...failure,
        };
      }
      await sleep(PAUSE_MS, undefined, { signal });
    }
  }
}
