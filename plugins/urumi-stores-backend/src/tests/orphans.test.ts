import { Orphan, Orphans } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import {
  asUser,
  deadCluster,
  startStoresBackend,
} from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { readReleases } from '../helm/releaseSecrets';
import { CREDENTIALS_SECRET } from '../jobs/plan';
import {
  ClusterClient,
  ensureNamespace,
  KubernetesObject,
} from '../kubernetes';

jest.setTimeout(240_000);

describe('what stores have left behind', () => {
  let client: ClusterClient;
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  /** It keeps its name over the loss of its database. */
  const ownName = uuidv7();
  const platform = { name: ownName, names: [ownName] };
  const made: [kind: string, name: string][] = [];

  const pathOf = (kind: string, name: string) =>
    client.objectPath('v1', kind, undefined, name);

  beforeAll(async () => {
    client = await TestStore.connect();
    await start();
  });

  afterAll(async () => {
    await backend?.stop();
    for (const [kind, name] of made) {
      await client.delete(pathOf(kind, name));
    }
    await client?.close();
  });

  /** A backend that knows nothing of what was before, as after the loss of its database. */
  async function start() {
    knex = await databases.init('SQLITE_3');
    const clusters = [
      { name: 'local', kubeconfig: testKubeconfig(), port: 8080 },
      { name: 'away', kubeconfig: deadCluster(), port: 8081 },
    ];
    backend = await startStoresBackend({
      knex,
      kubeconfig: testKubeconfig(),
      config: { clusters, platformName: platform.name },
    });
  }

  const apiOf = (user: string) =>
    new StoresApi({
      server: () => backend.server,
      authorization: asUser(user),
    });
  const olga = apiOf('olga');

  async function look(): Promise<Orphans> {
    const { status, body } = await olga.call('get', '/orphans');
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  }

  const find = async (name: string): Promise<Orphan | undefined> =>
    (await look()).items.find(item => item.name === name);

  async function found(name: string): Promise<Orphan> {
    const orphan = await find(name);
    if (!orphan) {
      throw new Error(`${name} is not among the leftovers`);
    }
    return orphan;
  }

  const toReference = ({ cluster, kind, name, uid }: Orphan) => ({
    cluster,
    kind,
    name,
    uid,
  });

  const remove = (orphan: object, user = 'olga') =>
    apiOf(user).call('post', '/orphans/remove', orphan);

  const adopt = (orphan: object, user = 'olga') =>
    apiOf(user).call('post', '/orphans/adopt', orphan);

  /** What the API server has under the name, or a failed test. */
  async function stillThere(kind: string, name: string) {
    const object = await client.get(pathOf(kind, name));
    expect(object?.metadata.deletionTimestamp).toBeUndefined();
    if (!object) {
      throw new Error(`${kind} ${name} is gone`);
    }
    return object;
  }

  async function createNamespace(
    object: Partial<KubernetesObject['metadata']>,
  ) {
    const name = object.name ?? '';
    made.push(['Namespace', name]);
    return client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { ...object, name },
    });
  }

  /** As the platform makes it, for a store that has no row. */
  async function leaveNamespace(storeId = uuidv7(), record?: object) {
    const namespace = `store-${storeId}`;
    made.push(['Namespace', namespace]);
    await ensureNamespace(client, {
      namespace,
      storeId,
      platform,
      ...(record && { record: JSON.stringify(record) }),
    });
    return { storeId, namespace };
  }

  async function leaveVolume(namespace: string) {
    const name = `volume-${uuidv7()}`;
    made.push(['PersistentVolume', name]);
    await client.create({
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

  it('is for operators only, whatever they ask for', async () => {
    for (const user of ['sana', 'eve']) {
      const api = apiOf(user);
      expect((await api.call('get', '/orphans')).status).toBe(403);
      expect((await remove({}, user)).status).toBe(403);
      expect((await adopt({}, user)).status).toBe(403);
    }
    for (const call of [remove, adopt]) {
      const { status, body } = await call({ cluster: 'local', kind: 'Pod' });
      expect(status).toBe(422);
      expect(body.detail.map(({ loc }: { loc: string[] }) => loc[1])).toEqual([
        'kind',
        'name',
        'uid',
      ]);
    }
  });

  it('names the clusters that could not be looked at, with the reason', async () => {
    const { clusters } = await look();
    expect(clusters).toEqual([
      { name: 'local', message: null },
      { name: 'away', message: expect.stringContaining('cannot be reached') },
    ]);
    const answer = await remove({
      cluster: 'away',
      kind: 'Namespace',
      name: 'store-x',
      uid: 'x',
    });
    expect(answer.status).toBe(503);
    const unknown = await remove({
      cluster: 'nowhere',
      kind: 'Namespace',
      name: 'store-x',
      uid: 'x',
    });
    expect(unknown.status).toBe(404);
  });

  it('never touches a namespace without our mark, whatever its name', async () => {
    const storeId = uuidv7();
    const name = `store-${storeId}`;
    const { metadata } = await createNamespace({ name });
    const half = await createNamespace({
      name: `store-${uuidv7()}`,
      labels: { 'urumi.io/store': storeId, 'urumi.io/managed': 'true' },
    });
    for (const { uid = '', name: theirs } of [metadata, half.metadata]) {
      expect(await find(theirs)).toBeUndefined();
      const orphan = { cluster: 'local', kind: 'Namespace', name: theirs, uid };
      for (const call of [remove, adopt]) {
        const { status, body } = await call(orphan);
        expect(status).toBe(409);
        expect(body.detail).toContain('not carry the mark of this platform');
      }
      expect((await stillThere('Namespace', theirs)).metadata.uid).toBe(uid);
    }
  });

  it('shows a namespace of a store that nobody knows, and removes exactly that one', async () => {
    const { storeId, namespace } = await leaveNamespace();
    const volume = await leaveVolume(namespace);
    const orphan = await found(namespace);
    expect(orphan).toEqual({
      cluster: 'local',
      kind: 'Namespace',
      name: namespace,
      uid: expect.any(String),
      labels: expect.objectContaining({ 'urumi.io/store': storeId }),
      created_at: expect.stringMatching(/Z$/),
      deleting: false,
      reason: 'unknown_store',
      message: expect.stringContaining('no record'),
      store: null,
      volumes: [volume],
      remove_refused: null,
      adopt_refused: expect.stringContaining('urumi.io/store-record'),
    });
    // It goes with its namespace, so it is no leftover of its own.
    expect(await find(volume)).toBeUndefined();

    const wrong = await remove({
      ...toReference(orphan),
      uid: '00000000-0000-0000-0000-000000000000',
    });
    expect(wrong.status).toBe(409);
    expect(wrong.body.detail).toContain(orphan.uid);
    await stillThere('Namespace', namespace);
    const keptVolume = await stillThere('PersistentVolume', volume);
    const inUse = await remove({
      cluster: 'local',
      kind: 'PersistentVolume',
      name: volume,
      uid: keptVolume.metadata.uid,
    });
    expect(inUse.status).toBe(409);
    expect(inUse.body.detail).toContain('belongs to it');

    const removed = await remove(toReference(orphan));
    expect({ status: removed.status, body: removed.body }).toEqual({
      status: 202,
      body: { ...toReference(orphan), state: 'removing' },
    });
    expect(backend.auditor.createEvent).toHaveBeenCalledWith({
      eventId: 'orphan-remove',
      severityLevel: 'high',
      meta: { actor: 'user:default/olga', ...toReference(orphan) },
      request: expect.objectContaining({ path: '/orphans/remove' }),
    });
    await eventually(
      async () => !(await client.get(pathOf('Namespace', namespace))),
      `${namespace} is gone`,
    );
    expect((await remove(toReference(orphan))).status).toBe(404);

    // Now it is a leftover, but nothing proves that it is ours.
    const alone = await found(volume);
    expect(alone).toMatchObject({
      reason: 'unknown_store',
      adopt_refused: expect.any(String),
      remove_refused: expect.stringContaining('never touched'),
    });
    for (const call of [remove, adopt]) {
      expect((await call(toReference(alone))).status).toBe(409);
    }
    await stillThere('PersistentVolume', volume);
  });

  it('leaves the namespace and the volumes of a living store alone, and another one that names it', async () => {
    const sana = apiOf('sana');
    const { store_id: id, namespace } = await sana.create();
    await sana.until(id, 'READY');
    expect(await find(namespace)).toBeUndefined();
    const living = await stillThere('Namespace', namespace);
    const reference = {
      cluster: 'local',
      kind: 'Namespace',
      name: namespace,
      uid: living.metadata.uid,
    };
    for (const call of [remove, adopt]) {
      const { status, body } = await call(reference);
      expect(status).toBe(409);
      expect(body.detail).toContain('which is READY');
    }

    // A copy with all marks of the store, under another name.
    const copy = await createNamespace({
      name: `copy-${uuidv7()}`,
      labels: living.metadata.labels,
      annotations: living.metadata.annotations,
    });
    const orphan = await found(copy.metadata.name);
    expect(orphan).toMatchObject({
      reason: 'other_namespace',
      store: { id, state: 'READY' },
      remove_refused: expect.stringContaining('never touched'),
      adopt_refused: expect.stringContaining(`lives in namespace ${namespace}`),
    });
    for (const call of [remove, adopt]) {
      expect((await call(toReference(orphan))).status).toBe(409);
    }
    await stillThere('Namespace', copy.metadata.name);

    // With the label, but another uid than recorded.
    await knex('stores').where({ id }).update({ namespace_uid: uuidv7() });
    const other = await found(namespace);
    expect(other).toMatchObject({
      reason: 'other_namespace',
      adopt_refused: expect.stringContaining('is READY'),
    });
    for (const call of [remove, adopt]) {
      expect((await call(toReference(other))).status).toBe(409);
    }
    expect((await stillThere('Namespace', namespace)).metadata.uid).toBe(
      other.uid,
    );

    // Such as after a restore from a backup: the operator decides, the provisioning verifies.
    await knex('stores').where({ id }).update({ status: 'FAILED' });
    expect((await found(namespace)).adopt_refused).toBeNull();
    expect((await remove(toReference(other))).status).toBe(409);
    const notTheirs = await adopt({
      ...toReference(other),
      owner: 'group:default/marketing',
    });
    expect(notTheirs.status).toBe(409);
    const taken = await adopt(toReference(other));
    expect(taken).toMatchObject({ status: 202, body: { store_id: id } });
    await sana.until(id, 'READY');
    expect(await find(namespace)).toBeUndefined();
    await sana.delete(id);
    await sana.until(id, 'DELETED');
  });

  it('shows a namespace that lands after its store is DELETED, and volumes that stay after it', async () => {
    const sana = apiOf('sana');
    const { store_id: id, namespace } = await sana.create();
    await sana.until(id, 'READY');
    await sana.delete(id);
    await sana.until(id, 'DELETED');
    const volume = await leaveVolume(namespace);
    const left = await found(volume);
    expect(left).toMatchObject({
      kind: 'PersistentVolume',
      reason: 'deleted_store',
      store: { id, state: 'DELETED', owner: 'group:default/storefront' },
      remove_refused: null,
    });
    expect((await adopt(toReference(left))).status).toBe(409);
    expect((await remove(toReference(left))).status).toBe(202);
    await eventually(
      async () => !(await client.get(pathOf('PersistentVolume', volume))),
      `${volume} is gone`,
    );

    // Its recorded namespace is gone for good: another one is not the one that was made for it.
    await leaveNamespace(id);
    const other = await found(namespace);
    expect(other).toMatchObject({ reason: 'other_namespace' });
    expect((await remove(toReference(other))).status).toBe(409);
    await stillThere('Namespace', namespace);

    // The request that makes it hung while the store was deleted: no uid was ever recorded.
    await knex('stores').where({ id }).update({ namespace_uid: null });
    const late = await found(namespace);
    expect(late).toMatchObject({
      reason: 'deleted_store',
      store: { id, state: 'DELETED' },
      remove_refused: null,
    });
    const refused = await adopt(toReference(late));
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('A deleted store stays deleted');
    expect((await remove(toReference(late))).status).toBe(202);
    await eventually(
      async () => !(await client.get(pathOf('Namespace', namespace))),
      `${namespace} is gone`,
    );
    expect(await find(namespace)).toBeUndefined();
  });

  it('adopts nothing that there is nothing of', async () => {
    const record = {
      engine: 'woocommerce',
      plan: 'small',
      owner: 'group:default/storefront',
      display_name: null,
      parameters: {},
    };
    const empty = await leaveNamespace(uuidv7(), record);
    const orphan = await found(empty.namespace);
    expect(orphan.adopt_refused).toBeNull();
    const refused = await adopt(toReference(orphan));
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('There is no Helm release in it');
    expect(await knex('stores').where({ id: empty.storeId })).toEqual([]);
  });

  it('makes a store of which the record was lost a living store again, as it was', async () => {
    const lost = await apiOf('sana').create({
      display_name: 'Käse & "Köstliches" 🧀',
      parameters: { currency: 'CHF' },
    });
    const { store_id: id, namespace } = lost;
    const before = await apiOf('sana').until(id, 'READY');
    const secretPath = client.objectPath(
      'v1',
      'Secret',
      namespace,
      CREDENTIALS_SECRET,
    );
    const secret = await client.get(secretPath);
    await backend.stop();
    await start();

    const orphan = await found(namespace);
    expect(orphan).toMatchObject({
      reason: 'unknown_store',
      adopt_refused: null,
      volumes: [expect.any(String), expect.any(String)],
    });
    const noOwner = await adopt({
      ...toReference(orphan),
      owner: 'group:default/nobody',
    });
    expect(noOwner.status).toBe(422);
    expect(noOwner.body.detail[0].loc).toEqual(['body', 'owner']);

    const adopted = await adopt({
      ...toReference(orphan),
      owner: 'group:default/marketing',
    });
    expect(adopted).toMatchObject({
      status: 202,
      body: { store_id: id, status: 'QUEUED', namespace },
    });
    const again = await adopt(toReference(orphan));
    expect(again.status).toBe(409);
    const marco = apiOf('marco');
    const after = await marco.until(id, 'READY');
    expect(after).toMatchObject({
      display_name: before.display_name,
      hostname: before.hostname,
      url: before.url,
      plan: before.plan,
      parameters: before.parameters,
      owner: 'group:default/marketing',
      created_by: 'user:default/olga',
    });
    expect(await marco.eventTypes(id)).toEqual(
      expect.arrayContaining(['store.adopted', 'ready']),
    );
    expect((await client.get(secretPath))?.metadata.uid).toBe(
      secret?.metadata.uid,
    );
    expect((await client.get(secretPath))?.data).toEqual(secret?.data);
    // Nothing had to be changed, so nothing was.
    expect(
      (await readReleases(client, { namespace, release: namespace })).map(
        ({ revision }) => revision,
      ),
    ).toEqual([1]);
    const { body: limits } = await marco.call('get', '/limits');
    expect(limits.stores_per_owner.used).toBe(1);
    expect(await find(namespace)).toBeUndefined();

    await marco.delete(id);
    await marco.until(id, 'DELETED');
    expect(await client.get(pathOf('Namespace', namespace))).toBeUndefined();
  });
});
