import {
  recogniseStore,
  StoreProbeAnswer,
  StoreProbeContext,
  StoreProbeError,
} from '@urumi/backstage-plugin-urumi-stores-node';

/**
 * Both web servers of a store, by answers that only this store's give.
 *
 * @throws StoreProbeError when somebody else, or nobody, answers.
 */
export async function recogniseMedusa(
  context: StoreProbeContext,
): Promise<void> {
  await recogniseStore(context, 'medusa');
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
    layer: 'ingress',
  });
}
