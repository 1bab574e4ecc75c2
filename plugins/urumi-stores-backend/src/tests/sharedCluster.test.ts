import { Orphan } from '@urumi/backstage-plugin-urumi-stores-common';
import { v7 as uuidv7 } from 'uuid';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases, migratedDatabase } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { platformName } from '../database/operations/platformName';
import { ClusterClient, ensureNamespace, PLATFORM_LABEL } from '../kubernetes';

jest.setTimeout(240_000);

describe('two platforms that share a cluster', () => {
  let client: ClusterClient;
  const platforms: Awaited<ReturnType<typeof startPlatform>>[] = [];
  const made: string[] = [];

  const pathOf = (namespace: string) =>
    client.objectPath('v1', 'Namespace', undefined, namespace);

  async function startPlatform(config: { platformName?: string } = {}) {
    const knex = await databases.init('SQLITE_3');
    const backend = await startStoresBackend({
      knex,
      kubeconfig: testKubeconfig(),
      config,
    });
    const api = (user: string) =>
      new StoresApi({
        server: () => backend.server,
        authorization: asUser(user),
      });
    return {
      knex,
      sana: api('sana'),
      olga: api('olga'),
      stop: () => backend.stop(),
    };
  }

  async function orphan(
    { olga }: (typeof platforms)[number],
    name: string,
  ): Promise<Orphan | undefined> {
    const { body } = await olga.call('get', '/orphans');
    return body.items.find((item: Orphan) => item.name === name);
  }

  async function referenceTo(name: string) {
    const namespace = await client.get(pathOf(name));
    const { uid } = namespace?.metadata ?? {};
    return { cluster: 'local', kind: 'Namespace', name, uid };
  }

  /** @returns what is said of the refusal to remove and to adopt it. */
  async function refusals({ olga }: (typeof platforms)[number], name: string) {
    const reference = await referenceTo(name);
    const answers = await Promise.all(
      ['remove', 'adopt'].map(action =>
        olga.call('post', `/orphans/${action}`, reference),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
    expect(await referenceTo(name)).toEqual(reference);
    return answers.map(({ body }) => body.detail).join('\n');
  }

  beforeAll(async () => {
    client = await TestStore.connect();
    platforms.push(
      await startPlatform(),
      await startPlatform({ platformName: `west-${uuidv7()}` }),
    );
  });

  afterAll(async () => {
    await Promise.all(platforms.map(platform => platform.stop()));
    for (const namespace of made) {
      await client.delete(pathOf(namespace));
    }
    await client?.close();
  });

  it('never see, adopt or remove the stores of each other, living or left over', async () => {
    const [east, west] = platforms;
    for (const [own, other] of [
      [east, west],
      [west, east],
    ]) {
      const { store_id: id, namespace } = await own.sana.create();
      await own.sana.until(id, 'READY');
      expect(await orphan(other, namespace)).toBeUndefined();
      expect(await refusals(other, namespace)).toContain('another platform');

      // As after a delete that nobody remembers: a leftover, of its own platform alone.
      await own.knex('stores').where({ id }).update({
        status: 'DELETED',
        namespace_uid: null,
        deleted_at: 1,
      });
      expect(await orphan(other, namespace)).toBeUndefined();
      expect(await refusals(other, namespace)).toContain('another platform');
      expect(await orphan(own, namespace)).toMatchObject({
        reason: 'deleted_store',
        remove_refused: null,
      });
      const removed = await own.olga.call(
        'post',
        '/orphans/remove',
        await referenceTo(namespace),
      );
      expect(removed.status).toBe(202);
    }
  });

  it('keep what one of them made before there were marks, and give it its mark', async () => {
    const [east, west] = platforms;
    const { store_id: id, namespace } = await east.sana.create();
    await east.sana.until(id, 'READY');
    await client.patch(pathOf(namespace), {
      metadata: { labels: { [PLATFORM_LABEL]: null } },
    });
    // The other one cannot know whose it is, and leaves it alone.
    const shown = await orphan(west, namespace);
    expect(shown?.remove_refused).toContain('kubectl label namespace');
    expect(await refusals(west, namespace)).toContain('which platform made it');
    expect(await orphan(east, namespace)).toBeUndefined();

    const { body: store } = await east.sana.call('get', `/stores/${id}`);
    expect(store.conditions).not.toContainEqual(
      expect.objectContaining({ type: 'Drifted', state: 'True' }),
    );
    await east.sana.reconcile(id);
    const name = await platformName(east.knex);
    await eventually(async () => {
      const { metadata } = (await client.get(pathOf(namespace))) ?? {};
      return metadata?.labels?.[PLATFORM_LABEL] === name;
    }, `${namespace} has the mark of its platform`);
    expect(await orphan(west, namespace)).toBeUndefined();
    await east.sana.delete(id);
    await east.sana.until(id, 'DELETED');
  });

  it('make nothing in a namespace that another one has made for a store of the same id', async () => {
    const storeId = uuidv7();
    const namespace = `store-${storeId}`;
    made.push(namespace);
    const options = { namespace, storeId };
    const platform = (name: string) => ({ name, names: [name] });
    await ensureNamespace(client, { ...options, platform: platform('east') });
    await expect(
      ensureNamespace(client, { ...options, platform: platform('west') }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });
});

describe.each(databases.eachSupportedId())(
  'the name of a platform on %s',
  databaseId => {
    it('is generated once, whoever asks first, and kept', async () => {
      const knex = await migratedDatabase(databaseId);
      const names = await Promise.all(
        Array.from({ length: 5 }, () => platformName(knex)),
      );
      expect(new Set(names).size).toBe(1);
      expect(await platformName(knex)).toBe(names[0]);
    });
  },
);
