import {
  StoreProbeAnswer,
  StoreProbeContext,
  StoreProbeError,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { asObject } from './json';

/**
 * Both web servers of a store, by answers that only this store's give.
 *
 * @throws StoreProbeError when somebody else, or nobody, answers.
 */
export async function recogniseStore(
  context: StoreProbeContext,
): Promise<void> {
  await recogniseStorefront(context);
  const page = await context.request({ path: '/' });
  if (page.status !== 200 || !isOfStore(page, context)) {
    throw notThisStore('the shop’s first page', page);
  }
  // Medusa answers it by itself, on the same host name.
  const server = await context.request({ path: '/health' });
  if (server.status !== 200 || !isOfStore(server, context)) {
    throw notThisStore('the Medusa server', server);
  }
}

async function recogniseStorefront({ storeId, request }: StoreProbeContext) {
  const answer = await request({ path: '/urumi-store.json' });
  if (answer.status === 503) {
    const { reason } = asObject(answer.json());
    throw new StoreProbeError({
      code: 'ShopNotReady',
      message: `The shop says that it is not ready: ${reason}`,
      retry: true,
    });
  }
  if (answer.status !== 200) {
    throw notThisStore('the store’s id', answer);
  }
  const identity = asObject(answer.json());
  if (identity.store_id !== storeId || identity.engine !== 'medusa') {
    throw new StoreProbeError({
      code: 'WrongStore',
      message: `The host name of the shop leads to the store ${identity.store_id} (${identity.engine})`,
      retry: true,
    });
  }
  if (identity.ready !== true) {
    throw new StoreProbeError({
      code: 'ShopNotReady',
      message: 'The shop does not say that it is ready',
      retry: true,
    });
  }
}

function isOfStore(
  { headers }: StoreProbeAnswer,
  { storeId }: StoreProbeContext,
): boolean {
  return headers['x-urumi-store'] === storeId;
}

function notThisStore(what: string, answer: StoreProbeAnswer) {
  return new StoreProbeError({
    code: 'WrongStore',
    message: `Something else than this store answers in place of ${what} (status ${
      answer.status
    }, X-Urumi-Store ${answer.headers['x-urumi-store'] ?? 'missing'})`,
    retry: true,
  });
}
