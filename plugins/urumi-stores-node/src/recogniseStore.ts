import { JsonObject } from '@backstage/types';
import { StoreProbeContext, StoreProbeError } from './StoreProbe';

/** Where the pod that serves a shop tells which store it is. */
const PATH = '/urumi-store.json';

/**
 * Recognises a store by its id, which only the pod that was made for it answers with: the part of
 * {@link StoreProbe.storefront} that all engines share.
 *
 * @throws StoreProbeError when somebody else, or nobody, answers, or the shop is not ready.
 *
 * @public
 */
export async function recogniseStore(
  { storeId, request }: Pick<StoreProbeContext, 'storeId' | 'request'>,
  engineId: string,
): Promise<void> {
  const answer = await request({ path: PATH });
  if (answer.status !== 200 && answer.status !== 503) {
    throw new StoreProbeError({
      code: 'WrongStore',
      message: `Something else than this store answers for its host name: GET ${PATH} was answered with ${answer.status}`,
      retry: true,
      layer: 'ingress',
    });
  }
  const { store_id, engine, ready, reason } = answer.json() as JsonObject;
  if (answer.status === 503 || ready !== true) {
    throw new StoreProbeError({
      code: 'ShopNotReady',
      message: `The shop says that it is not ready: ${
        reason ?? 'it gives no reason'
      }`,
      retry: true,
    });
  }
  if (store_id !== storeId || engine !== engineId) {
    throw new StoreProbeError({
      code: 'WrongStore',
      message: `The host name of the shop leads to the store ${store_id} (${engine})`,
      retry: true,
      layer: 'ingress',
    });
  }
}
