import { v7 as uuidv7 } from 'uuid';
import { Leftovers, toReference } from '../__testUtils__/Leftovers';
import { eventually } from '../__testUtils__/TestStore';

jest.setTimeout(240_000);

describe('what stores have left behind', () => {
  let leftovers: Leftovers;

  beforeAll(async () => {
    leftovers = await Leftovers.start();
  });

  afterAll(() => leftovers?.close());

  it('is for operators only, whatever they ask for', async () => {
    for (const user of ['sana', 'eve']) {
      const api = leftovers.apiOf(user);
      expect((await api.call('get', '/orphans')).status).toBe(403);
      expect((await leftovers.remove({}, user)).status).toBe(403);
      expect((await leftovers.adopt({}, user)).status).toBe(403);
    }
    for (const call of ['remove', 'adopt'] as const) {
      const { status, body } = await leftovers[call]({
        cluster: 'local',
        kind: 'Pod',
      });
      expect(status).toBe(422);
      expect(body.detail.map(({ loc }: { loc: string[] }) => loc[1])).toEqual([
        'kind',
        'name',
        'uid',
      ]);
    }
  });

  it('names the clusters that could not be looked at, with the reason', async () => {
    const { clusters } = await leftovers.look();
    expect(clusters).toEqual([
      { name: 'local', message: null },
      { name: 'away', message: expect.stringContaining('cannot be reached') },
    ]);
    const answer = await leftovers.remove({
      cluster: 'away',
      kind: 'Namespace',
      name: 'store-x',
      uid: 'x',
    });
    expect(answer.status).toBe(503);
    const unknown = await leftovers.remove({
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
    const { metadata } = await leftovers.createNamespace({ name });
    const half = await leftovers.createNamespace({
      name: `store-${uuidv7()}`,
      labels: { 'urumi.io/store': storeId, 'urumi.io/managed': 'true' },
    });
    for (const { uid = '', name: theirs } of [metadata, half.metadata]) {
      expect(await leftovers.find(theirs)).toBeUndefined();
      const orphan = { cluster: 'local', kind: 'Namespace', name: theirs, uid };
      for (const call of ['remove', 'adopt'] as const) {
        const { status, body } = await leftovers[call](orphan);
        expect(status).toBe(409);
        expect(body.detail).toContain('not carry the mark of this platform');
      }
      expect(
        (await leftovers.stillThere('Namespace', theirs)).metadata.uid,
      ).toBe(uid);
    }
  });

  it('shows a namespace of a store that nobody knows, and removes exactly that one', async () => {
    const { storeId, namespace } = await leftovers.leaveNamespace();
    const volume = await leftovers.leaveVolume(namespace);
    const orphan = await leftovers.found(namespace);
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
    expect(await leftovers.find(volume)).toBeUndefined();

    const wrong = await leftovers.remove({
      ...toReference(orphan),
      uid: '00000000-0000-0000-0000-000000000000',
    });
    expect(wrong.status).toBe(409);
    expect(wrong.body.detail).toContain(orphan.uid);
    await leftovers.stillThere('Namespace', namespace);
    const keptVolume = await leftovers.stillThere('PersistentVolume', volume);
    const inUse = await leftovers.remove({
      cluster: 'local',
      kind: 'PersistentVolume',
      name: volume,
      uid: keptVolume.metadata.uid,
    });
    expect(inUse.status).toBe(409);
    expect(inUse.body.detail).toContain('belongs to it');

    const removed = await leftovers.remove(toReference(orphan));
    expect({ status: removed.status, body: removed.body }).toEqual({
      status: 202,
      body: { ...toReference(orphan), state: 'removing' },
    });
    expect(leftovers.auditor.createEvent).toHaveBeenCalledWith({
      eventId: 'orphan-remove',
      severityLevel: 'high',
      meta: { actor: 'user:default/olga', ...toReference(orphan) },
      request: expect.objectContaining({ path: '/orphans/remove' }),
    });
    await eventually(
      async () => !(await leftovers.get('Namespace', namespace)),
      `${namespace} is gone`,
    );
    expect((await leftovers.remove(toReference(orphan))).status).toBe(404);

    // Now it is a leftover, but nothing proves that it is ours.
    const alone = await leftovers.found(volume);
    expect(alone).toMatchObject({
      reason: 'unknown_store',
      adopt_refused: expect.any(String),
      remove_refused: expect.stringContaining('never touched'),
    });
    for (const call of ['remove', 'adopt'] as const) {
      expect((await leftovers[call](toReference(alone))).status).toBe(409);
    }
    await leftovers.stillThere('PersistentVolume', volume);
  });

  it('leaves the namespace and the volumes of a living store alone, and another one that names it', async () => {
    const sana = leftovers.apiOf('sana');
    const { id, namespace } = await sana.createReady();
    expect(await leftovers.find(namespace)).toBeUndefined();
    const living = await leftovers.stillThere('Namespace', namespace);
    const reference = {
      cluster: 'local',
      kind: 'Namespace',
      name: namespace,
      uid: living.metadata.uid,
    };
    for (const call of ['remove', 'adopt'] as const) {
      const { status, body } = await leftovers[call](reference);
      expect(status).toBe(409);
      expect(body.detail).toContain('which is READY');
    }

    // A copy with all marks of the store, under another name.
    const copy = await leftovers.createNamespace({
      name: `copy-${uuidv7()}`,
      labels: living.metadata.labels,
      annotations: living.metadata.annotations,
    });
    const orphan = await leftovers.found(copy.metadata.name);
    expect(orphan).toMatchObject({
      reason: 'other_namespace',
      store: { id, state: 'READY' },
      remove_refused: expect.stringContaining('never touched'),
      adopt_refused: expect.stringContaining(`lives in namespace ${namespace}`),
    });
    for (const call of ['remove', 'adopt'] as const) {
      expect((await leftovers[call](toReference(orphan))).status).toBe(409);
    }
    await leftovers.stillThere('Namespace', copy.metadata.name);

    // With the label, but another uid than recorded.
    await leftovers
      .knex('stores')
      .where({ id })
      .update({ namespace_uid: uuidv7() });
    const other = await leftovers.found(namespace);
    expect(other).toMatchObject({
      reason: 'other_namespace',
      adopt_refused: expect.stringContaining('is READY'),
    });
    for (const call of ['remove', 'adopt'] as const) {
      expect((await leftovers[call](toReference(other))).status).toBe(409);
    }
    expect(
      (await leftovers.stillThere('Namespace', namespace)).metadata.uid,
    ).toBe(other.uid);

    // Such as after a restore from a backup: the operator decides, the provisioning verifies.
    await leftovers.knex('stores').where({ id }).update({ status: 'FAILED' });
    expect((await leftovers.found(namespace)).adopt_refused).toBeNull();
    expect((await leftovers.remove(toReference(other))).status).toBe(409);
    const notTheirs = await leftovers.adopt({
      ...toReference(other),
      owner: 'group:default/marketing',
    });
    expect(notTheirs.status).toBe(409);
    const taken = await leftovers.adopt(toReference(other));
    expect(taken).toMatchObject({ status: 202, body: { store_id: id } });
    await sana.until(id, 'READY');
    expect(await leftovers.find(namespace)).toBeUndefined();
    await sana.delete(id);
    await sana.until(id, 'DELETED');
  });

  it('shows a namespace that lands after its store is DELETED, and volumes that stay after it', async () => {
    const sana = leftovers.apiOf('sana');
    const { id, namespace } = await sana.createReady();
    await sana.delete(id);
    await sana.until(id, 'DELETED');
    const volume = await leftovers.leaveVolume(namespace);
    const left = await leftovers.found(volume);
    expect(left).toMatchObject({
      kind: 'PersistentVolume',
      reason: 'deleted_store',
      store: { id, state: 'DELETED', owner: 'group:default/storefront' },
      remove_refused: null,
    });
    expect((await leftovers.adopt(toReference(left))).status).toBe(409);
    expect((await leftovers.remove(toReference(left))).status).toBe(202);
    await eventually(
      async () => !(await leftovers.get('PersistentVolume', volume)),
      `${volume} is gone`,
    );

    // Its recorded namespace is gone for good: another one is not the one that was made for it.
    await leftovers.leaveNamespace(id);
    const other = await leftovers.found(namespace);
    expect(other).toMatchObject({ reason: 'other_namespace' });
    expect((await leftovers.remove(toReference(other))).status).toBe(409);
    await leftovers.stillThere('Namespace', namespace);

    // The request that makes it hung while the store was deleted: no uid was ever recorded.
    await leftovers
      .knex('stores')
      .where({ id })
      .update({ namespace_uid: null });
    const late = await leftovers.found(namespace);
    expect(late).toMatchObject({
      reason: 'deleted_store',
      store: { id, state: 'DELETED' },
      remove_refused: null,
    });
    const refused = await leftovers.adopt(toReference(late));
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('A deleted store stays deleted');
    expect((await leftovers.remove(toReference(late))).status).toBe(202);
    await eventually(
      async () => !(await leftovers.get('Namespace', namespace)),
      `${namespace} is gone`,
    );
    expect(await leftovers.find(namespace)).toBeUndefined();
  });
});
