import { Orphan, Orphans } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { ensureNamespace, KubernetesObject } from '../kubernetes';
import { deadCluster } from './storesBackend';
import { StoresApi } from './StoresApi';
import { StoresInCluster } from './StoresInCluster';
import { databases } from './testDatabase';
import { testKubeconfig } from './testEnvironment';

/** What stores have left behind in the test cluster, and the platform that is asked about it. */
export class Leftovers {
  readonly #platformName: string;
  readonly #made: [kind: string, name: string][] = [];
  #knex: Knex;
  #stores: StoresInCluster;

  private constructor(
    platformName: string,
    running: { knex: Knex; stores: StoresInCluster },
  ) {
    this.#platformName = platformName;
    this.#knex = running.knex;
    this.#stores = running.stores;
  }

  static async start(): Promise<Leftovers> {
    const platformName = uuidv7();
    return new Leftovers(platformName, await startPlatform(platformName));
  }

  /** A backend that knows nothing of what was before; the platform keeps its name. */
  async loseDatabase(): Promise<void> {
    await this.#stores.close();
    const { knex, stores } = await startPlatform(this.#platformName);
    this.#knex = knex;
    this.#stores = stores;
  }

  /** Ends the platform, and removes what a test has left by this. */
  async close(): Promise<void> {
    const { backend, client } = this.#stores;
    await backend.stop();
    for (const [kind, name] of this.#made) {
      await client.delete(this.#pathOf(kind, name));
    }
    await client.close();
  }

  get knex() {
    return this.#knex;
  }

  get client() {
    return this.#stores.client;
  }

  get auditor() {
    return this.#stores.backend.auditor;
  }

  apiOf(user: string): StoresApi {
    return this.#stores.apiOf(user);
  }

  /** All that an operator is shown. */
  look(): Promise<Orphans> {
    return readOrphans(this.apiOf('olga'));
  }

  async find(name: string): Promise<Orphan | undefined> {
    return (await this.look()).items.find(item => item.name === name);
  }

  /** What is shown under the name, or a failed test. */
  async found(name: string): Promise<Orphan> {
    const orphan = await this.find(name);
    if (!orphan) {
      throw new Error(`${name} is not among the leftovers`);
    }
    return orphan;
  }

  remove(orphan: object, user = 'olga') {
    return this.apiOf(user).call('post', '/orphans/remove', orphan);
  }

  adopt(orphan: object, user = 'olga') {
    return this.apiOf(user).call('post', '/orphans/adopt', orphan);
  }

  /** What the API server has under the name. */
  get(kind: string, name: string) {
    return this.client.get(this.#pathOf(kind, name));
  }

  /** What the API server has under the name and does not delete, or a failed test. */
  async stillThere(kind: string, name: string) {
    const object = await this.get(kind, name);
    expectNoDeletion(object);
    if (!object) {
      throw new Error(`${kind} ${name} is gone`);
    }
    return object;
  }

  async createNamespace(metadata: Partial<KubernetesObject['metadata']>) {
    const name = metadata.name ?? '';
    this.#made.push(['Namespace', name]);
    return this.client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { ...metadata, name },
    });
  }

  /** As the platform makes it, for a store that has no row. */
  async leaveNamespace(storeId = uuidv7(), record?: object) {
    const namespace = `store-${storeId}`;
    this.#made.push(['Namespace', namespace]);
    await ensureNamespace(this.client, {
      namespace,
      storeId,
      platform: { name: this.#platformName, names: [this.#platformName] },
      ...(record && { record: JSON.stringify(record) }),
    });
    return { storeId, namespace };
  }

  async leaveVolume(namespace: string): Promise<string> {
    const name = `volume-${uuidv7()}`;
    this.#made.push(['PersistentVolume', name]);
    await this.client.create({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: 'none',
        hostPath: { path: '/nowhere' },
        claimRef: { namespace, name: 'data-database-0', uid: uuidv7() },
      },
    });
    return name;
  }

  #pathOf(kind: string, name: string) {
    return this.client.objectPath('v1', kind, undefined, name);
  }
}

/** What a request names a leftover by. */
export function toReference({ cluster, kind, name, uid }: Orphan) {
  return { cluster, kind, name, uid };
}

/** On a database of its own, with a second cluster that does not answer. */
async function startPlatform(platformName: string) {
  const knex = await databases.init('SQLITE_3');
  const clusters = [
    { name: 'local', kubeconfig: testKubeconfig(), port: 8080 },
    { name: 'away', kubeconfig: deadCluster(), port: 8081 },
  ];
  const stores = await StoresInCluster.start({
    knex,
    config: { clusters, platformName },
  });
  return { knex, stores };
}

async function readOrphans(api: StoresApi): Promise<Orphans> {
  const { status, body } = await api.call('get', '/orphans');
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

function expectNoDeletion(object: KubernetesObject | undefined) {
  expect(object?.metadata.deletionTimestamp).toBeUndefined();
}
