import {
  ReceiptItem,
  StoreReceipt,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { applyAdmissionPolicy } from '../__testUtils__/admissionPolicy';
import { StoresApi } from '../__testUtils__/StoresApi';
import { StoresInCluster } from '../__testUtils__/StoresInCluster';
import { databases } from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import { CREDENTIALS_SECRET } from '../jobs/plan';
import { ClusterClient } from '../kubernetes';

jest.setTimeout(180_000);

describe('receipts of deleted stores', () => {
  let stores: StoresInCluster;
  let client: ClusterClient;
  let knex: Knex;
  let api: StoresApi;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    stores = await StoresInCluster.start({
      knex,
      config: {
        worker: { concurrency: 1, pollInterval: { milliseconds: 50 } },
      },
    });
    ({ client } = stores);
    api = stores.apiOf('sana');
  });

  afterAll(() => stores?.close());

  async function readReceipt(id: string): Promise<StoreReceipt> {
    const { status, body } = await api.call('get', `/stores/${id}/receipt`);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  }

  const named = ({ items }: StoreReceipt) =>
    items.map(({ kind, name }) => `${kind} ${name}`);

  it('list every object with the moment at which it was gone, and nothing that was in it', async () => {
    const { id, namespace } = await api.createReady();
    const refused = await api.call('get', `/stores/${id}/receipt`);
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('is READY');

    const { body: login } = await api.call('get', `/stores/${id}/credentials`);
    const { items: pods } = await client.list(
      client.objectPath('v1', 'Pod', namespace),
    );
    const { items: claims } = await client.list(
      client.objectPath('v1', 'PersistentVolumeClaim', namespace),
    );
    await api.delete(id);
    const { deleted_at: deletedAt } = await api.until(id, 'DELETED');

    const receipt = await readReceipt(id);
    expect(receipt).toMatchObject({
      store_id: id,
      cluster: 'local',
      namespace,
      requested_by: 'user:default/sana',
      deleted_at: deletedAt,
      note: null,
    });
    expect(receipt.duration_ms).toBe(
      Date.parse(receipt.deleted_at) - Date.parse(receipt.requested_at),
    );
    expect(named(receipt)).toEqual(
      expect.arrayContaining([
        `Namespace ${namespace}`,
        `HelmRelease ${namespace}`,
        'Deployment web',
        'StatefulSet database',
        'Service web',
        'Service database',
        'Ingress web',
        `Secret ${CREDENTIALS_SECRET}`,
        ...pods.map(({ metadata }) => `Pod ${metadata.name}`),
        ...claims.flatMap(({ metadata, spec }) => [
          `PersistentVolumeClaim ${metadata.name}`,
          `PersistentVolume ${(spec as { volumeName: string }).volumeName}`,
        ]),
      ]),
    );
    expect(new Set(named(receipt)).size).toBe(receipt.items.length);
    for (const item of receipt.items) {
      expect(item).toEqual({
        kind: expect.any(String),
        name: expect.any(String),
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        gone_at: expect.stringMatching(/Z$/),
        answer: 'not_found',
      } satisfies Record<keyof ReceiptItem, unknown>);
      expect(item.gone_at >= receipt.requested_at).toBe(true);
      expect(item.gone_at <= receipt.deleted_at).toBe(true);
    }
    const written = JSON.stringify([
      await knex('job_steps').select(),
      await knex('store_receipts').select(),
    ]);
    expect(written).toContain(CREDENTIALS_SECRET);
    expect(written).not.toContain(login.password);

    expect(
      (await stores.apiOf('marco').call('get', `/stores/${id}/receipt`)).status,
    ).toBe(200);
    expect(
      (await stores.apiOf('eve').call('get', `/stores/${id}/receipt`)).status,
    ).toBe(403);

    // As it is with a store that was deleted by an older version.
    await knex('store_receipts').where({ store_id: id }).delete();
    const none = await api.call('get', `/stores/${id}/receipt`);
    expect(none.status).toBe(404);
    expect(none.body.detail).toContain('No receipt was kept');
  });

  it('keep what an earlier delete has listed, although it was gone when the next one began', async () => {
    const { id, namespace } = await api.createReady();
    const policy = await applyAdmissionPolicy(client, {
      kind: 'ValidatingAdmissionPolicy',
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['DELETE'],
              resources: ['namespaces'],
              resourceNames: [namespace],
            },
          ],
        },
        validations: [{ expression: 'false', message: 'not yet' }],
      },
      binding: { validationActions: ['Deny'] },
    });
    await api.delete(id);
    await api.until(id, 'FAILED');
    await policy.clear();
    const { items: left } = await client.list(
      client.objectPath('apps/v1', 'Deployment', namespace),
    );
    expect(left).toEqual([]);

    await api.delete(id);
    await api.until(id, 'DELETED');
    const receipt = await readReceipt(id);
    expect(receipt.note).toBeNull();
    expect(named(receipt)).toEqual(
      expect.arrayContaining([
        `HelmRelease ${namespace}`,
        'Deployment web',
        'Ingress web',
      ]),
    );
    expect(new Set(named(receipt)).size).toBe(receipt.items.length);
  });

  it('say that a namespace was gone before the removal began, and invent nothing', async () => {
    const { id, namespace } = await api.createReady();
    const path = client.objectPath('v1', 'Namespace', undefined, namespace);
    const uid = (await client.get(path))?.metadata.uid;
    await client.delete(path);
    await eventually(
      async () => !(await client.get(path)),
      `${namespace} is gone`,
    );
    await api.delete(id);
    await api.until(id, 'DELETED');
    const receipt = await readReceipt(id);
    expect(receipt.note).toContain('was gone before the removal began');
    expect(receipt.items).toEqual([
      {
        kind: 'Namespace',
        name: namespace,
        uid,
        gone_at: expect.any(String),
        answer: 'not_found',
      },
    ]);
  });

  it('wait for what holds the namespace up, whose finalizer nobody takes away', async () => {
    const { id, namespace } = await api.createReady();
    const finalizer = 'test.urumi.dev/stuck';
    const name = 'held';
    await client.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, ...{ finalizers: [finalizer] } },
    });
    await api.delete(id);
    await api.until(id, ({ steps }) =>
      steps.some(
        ({ name: step, state, message }) =>
          step === 'gone' &&
          state === 'waiting' &&
          Boolean(message?.includes(finalizer)),
      ),
    );
    const early = await api.call('get', `/stores/${id}/receipt`);
    expect(early.status).toBe(409);
    expect(early.body.detail).toContain('is DELETING');
    const path = client.objectPath('v1', 'ConfigMap', namespace, name);
    expect(await client.get(path)).toMatchObject({
      metadata: { finalizers: [finalizer] },
    });
    await client.patch(path, { metadata: { finalizers: null } });
    await api.until(id, 'DELETED');
    expect(named(await readReceipt(id))).toContain(`ConfigMap ${name}`);
  });

  it('list what a release has left whose history is gone', async () => {
    const { id, namespace } = await api.createReady();
    const { items } = await client.list(
      client.objectPath('v1', 'Secret', namespace),
      { labelSelector: 'owner=helm' },
    );
    for (const { metadata } of items) {
      await client.delete(
        client.objectPath('v1', 'Secret', namespace, metadata.name),
      );
    }
    await api.delete(id);
    await api.until(id, 'DELETED');
    const receipt = await readReceipt(id);
    expect(named(receipt)).toContain('Deployment web');
    expect(named(receipt)).not.toContain(`HelmRelease ${namespace}`);
    expect(new Set(receipt.items.map(({ answer }) => answer))).toEqual(
      new Set(['not_found']),
    );
  });

  it('are refused for what is no store', async () => {
    expect((await api.call('get', '/stores/nonsense/receipt')).status).toBe(
      400,
    );
    expect(
      (
        await api.call(
          'get',
          '/stores/01a20ab2-f7a1-70f9-837b-eb5c6121c500/receipt',
        )
      ).status,
    ).toBe(404);
  });
});
