import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import request from 'supertest';
import { parse, stringify } from 'yaml';
import { StoresApi } from '../__testUtils__/StoresApi';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { databases } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { TestStore } from '../__testUtils__/TestStore';
import { ClusterClient } from '../kubernetes';

jest.setTimeout(240_000);

/** One API server under two names: whatever is the same for both would collide. */
describe.each(databases.eachSupportedId())('two clusters on %s', databaseId => {
  let directory: string;
  let client: ClusterClient;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  let api: StoresApi;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'several-clusters-'));
    client = await TestStore.connect();
    const kubeconfig = join(directory, 'kubeconfig');
    const config = parse(await readFile(testKubeconfig(), 'utf8'));
    const [{ context }] = config.contexts;
    await writeFile(
      kubeconfig,
      stringify({
        ...config,
        contexts: ['one', 'two'].map(name => ({ name, context })),
        'current-context': 'one',
      }),
      { mode: 0o600 },
    );
    backend = await startStoresBackend({
      knex: await databases.init(databaseId),
      kubeconfig,
      config: {
        clusters: [
          {
            name: 'west',
            kubeconfig,
            context: 'one',
            capacity: 1,
            baseDomain: 'west.example.com',
            ingressClassName: 'west-class',
            ingressNamespace: 'west-ingress',
            port: 8080,
          },
          {
            name: 'east',
            kubeconfig,
            context: 'two',
            capacity: 1,
            labels: { region: 'eu' },
            baseDomain: 'east.example.com',
            ingressClassName: 'east-class',
            ingressNamespace: 'east-ingress',
            scheme: 'https',
          },
        ],
      },
    });
    api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
  });

  afterAll(async () => {
    await backend.stop();
    await client.close();
    await rm(directory, { recursive: true });
  });

  const list = async (apiVersion: string, kind: string, namespace: string) =>
    (await client.list(client.objectPath(apiVersion, kind, namespace))).items;

  async function expectOf(name: string, store: StoreDetails, url: string) {
    expect(store).toMatchObject({ cluster: name, url });
    const ingresses = await list(
      'networking.k8s.io/v1',
      'Ingress',
      store.namespace,
    );
    expect(ingresses).toMatchObject([
      {
        spec: {
          ingressClassName: `${name}-class`,
          rules: [{ host: `store-${store.id}.${name}.example.com` }],
        },
      },
    ]);
    const policies = await list(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      store.namespace,
    );
    expect(JSON.stringify(policies)).toContain(`"${name}-ingress"`);
    expect(JSON.stringify(policies)).not.toContain(
      `"${name === 'west' ? 'east' : 'west'}-ingress"`,
    );
  }

  it('hold a store each with the names of their own, and delete one without the other', async () => {
    const made = [
      await api.create({ cluster_labels: { region: 'eu' } }),
      await api.create(),
    ];
    const [east, west] = await Promise.all(
      made.map(({ store_id: id }) => api.until(id, 'READY')),
    );
    expect(east.namespace).not.toBe(west.namespace);
    await expectOf(
      'west',
      west,
      `http://store-${west.id}.west.example.com:8080`,
    );
    await expectOf('east', east, `https://store-${east.id}.east.example.com`);

    // Each cluster sees the other's namespace, and has nothing to do with it.
    const orphans = await request(backend.server)
      .get('/api/urumi-stores/orphans')
      .set('authorization', asUser('otto'))
      .expect(200);
    const found = orphans.body.items.filter(({ name }: { name: string }) =>
      [west.namespace, east.namespace].includes(name),
    );
    expect(
      found.map((orphan: { cluster: string; name: string }) => [
        orphan.cluster,
        orphan.name,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['west', east.namespace],
        ['east', west.namespace],
      ]),
    );
    for (const { cluster, kind, name, uid } of found) {
      const removed = await request(backend.server)
        .post('/api/urumi-stores/orphans/remove')
        .set('authorization', asUser('otto'))
        .send({ cluster, kind, name, uid });
      expect(removed.status).toBe(409);
    }

    const full = await api.call('post', '/stores', {});
    expect(full.status).toBe(409);
    await api.delete(west.id);
    await api.until(west.id, 'DELETED');
    expect(await api.get(east.id)).toMatchObject({ status: 'READY' });
    expect(
      await list('networking.k8s.io/v1', 'Ingress', east.namespace),
    ).toHaveLength(1);

    // The room that came free is the only one.
    const next = await api.create();
    expect(await api.get(next.store_id)).toMatchObject({ cluster: 'west' });
    for (const id of [next.store_id, east.id]) {
      await api.delete(id);
      await api.until(id, 'DELETED');
    }
  });
});
