import request from 'supertest';
import { deadCluster, startStoresBackend } from './storesBackend';
import { databases } from './testDatabase';

/** Where the stores are in the HTTP API. */
export const STORES = '/api/urumi-stores/stores';

/**
 * For the tests of a block: starts the plugin on a new database, with a cluster that does not
 * answer, and ends it after each of them.
 */
export function storesWithoutCluster(
  databaseId: Parameters<typeof databases.init>[0],
) {
  let backend: Awaited<ReturnType<typeof startStoresBackend>> | undefined;

  afterEach(async () => {
    await backend?.stop();
  });

  return async function start(
    config?: Parameters<typeof startStoresBackend>[0]['config'],
  ) {
    const knex = await databases.init(databaseId);
    const started = await startStoresBackend({
      knex,
      kubeconfig: deadCluster(),
      config,
    });
    backend = started;
    const { server, auditor } = started;
    return {
      knex,
      server,
      auditor,
      post: (headers: string, body: object, key?: string) => {
        const call = request(server).post(STORES).set('authorization', headers);
        return (key ? call.set('idempotency-key', key) : call).send(body);
      },
      get: (headers: string, path = '') =>
        request(server).get(`${STORES}${path}`).set('authorization', headers),
      remove: (headers: string, id: string) =>
        request(server).delete(`${STORES}/${id}`).set('authorization', headers),
      retry: (headers: string, id: string) =>
        request(server)
          .post(`${STORES}/${id}/retry`)
          .set('authorization', headers),
      reconcile: (headers: string, id: string) =>
        request(server)
          .post(`${STORES}/${id}/reconcile`)
          .set('authorization', headers),
    };
  };
}
