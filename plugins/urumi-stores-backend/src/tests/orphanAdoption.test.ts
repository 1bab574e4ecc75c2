import { v7 as uuidv7 } from 'uuid';
import { Leftovers, toReference } from '../__testUtils__/Leftovers';
import { readReleases } from '../helm/releaseSecrets';
import { CREDENTIALS_SECRET } from '../jobs/plan';

jest.setTimeout(240_000);

describe('what stores have left behind', () => {
  let leftovers: Leftovers;

  beforeAll(async () => {
    leftovers = await Leftovers.start();
  });

  afterAll(() => leftovers?.close());

  it('adopts nothing that there is nothing of', async () => {
    const record = {
      engine: 'woocommerce',
      plan: 'small',
      owner: 'group:default/storefront',
      display_name: null,
      parameters: {},
    };
    const empty = await leftovers.leaveNamespace(uuidv7(), record);
    const orphan = await leftovers.found(empty.namespace);
    expect(orphan.adopt_refused).toBeNull();
    const refused = await leftovers.adopt(toReference(orphan));
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('There is no Helm release in it');
    expect(await leftovers.knex('stores').where({ id: empty.storeId })).toEqual(
      [],
    );
  });

  it('makes a store of which the record was lost a living store again, as it was', async () => {
    const before = await leftovers.apiOf('sana').createReady({
      display_name: 'Käse & "Köstliches" 🧀',
      parameters: { currency: 'CHF' },
    });
    const { id, namespace } = before;
    const secretPath = leftovers.client.objectPath(
      'v1',
      'Secret',
      namespace,
      CREDENTIALS_SECRET,
    );
    const secret = await leftovers.client.get(secretPath);
    await leftovers.loseDatabase();

    const orphan = await leftovers.found(namespace);
    expect(orphan).toMatchObject({
      reason: 'unknown_store',
      adopt_refused: null,
      volumes: [expect.any(String), expect.any(String)],
    });
    const noOwner = await leftovers.adopt({
      ...toReference(orphan),
      owner: 'group:default/nobody',
    });
    expect(noOwner.status).toBe(422);
    expect(noOwner.body.detail[0].loc).toEqual(['body', 'owner']);

    const adopted = await leftovers.adopt({
      ...toReference(orphan),
      owner: 'group:default/marketing',
    });
    expect(adopted).toMatchObject({
      status: 202,
      body: { store_id: id, status: 'QUEUED', namespace },
    });
    const again = await leftovers.adopt(toReference(orphan));
    expect(again.status).toBe(409);
    const marco = leftovers.apiOf('marco');
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
    expect((await leftovers.client.get(secretPath))?.metadata.uid).toBe(
      secret?.metadata.uid,
    );
    expect((await leftovers.client.get(secretPath))?.data).toEqual(
      secret?.data,
    );
    // Nothing had to be changed, so nothing was.
    expect(
      (
        await readReleases(leftovers.client, { namespace, release: namespace })
      ).map(({ revision }) => revision),
    ).toEqual([1]);
    const { body: limits } = await marco.call('get', '/limits');
    expect(limits.stores_per_owner.used).toBe(1);
    expect(await leftovers.find(namespace)).toBeUndefined();

    await marco.delete(id);
    await marco.until(id, 'DELETED');
    expect(await leftovers.get('Namespace', namespace)).toBeUndefined();
  });
});
