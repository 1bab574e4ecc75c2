import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import urumiStoresModuleMedusa from '@urumi/backstage-plugin-urumi-stores-backend-module-medusa';
import { StoreReceipt } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { randomBytes } from 'node:crypto';
import { parse, stringify } from 'yaml';
import { renderPlatform } from '../__testUtils__/platformChart';
import { StoresApi } from '../__testUtils__/StoresApi';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { databases } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { ClusterClient, KubernetesObject } from '../kubernetes';

jest.setTimeout(240_000);

/** Of the chart, what says what the platform may do. */
const RIGHTS = /^(ServiceAccount|(Cluster)?Role(Binding)?|Validating.*)$/;

describe('the account of the platform chart, with its rights and no more', () => {
  const release = `platform-${randomBytes(4).toString('hex')}`;
  const storeRole = `${release}-store`;
  let admin: ClusterClient;
  let platform: ClusterClient;
  let directory: string;
  let kubeconfig: string;
  let rights: KubernetesObject[];
  let backend: Awaited<ReturnType<typeof startStoresBackend>> | undefined;

  beforeAll(async () => {
    admin = await TestStore.connect();
    directory = await mkdtemp(join(tmpdir(), 'platform-account-'));
    const namespace = { apiVersion: 'v1', kind: 'Namespace' };
    rights = (await renderPlatform({ release, namespace: release })).filter(
      ({ kind }) => RIGHTS.test(kind),
    );
    await admin.create({ ...namespace, metadata: { name: release } });
    for (const object of rights) {
      await admin.apply(object, { fieldManager: 'test' });
    }
    const config = parse(await readFile(testKubeconfig(), 'utf8'));
    config.users[0].user.as = `system:serviceaccount:${release}:${release}`;
    kubeconfig = join(directory, 'kubeconfig');
    await writeFile(kubeconfig, stringify(config));
    platform = await TestStore.connect(kubeconfig);
  });

  afterEach(async () => {
    await backend?.stop();
    backend = undefined;
  });

  afterAll(async () => {
    for (const object of [...rights].reverse()) {
      const { apiVersion, kind, metadata } = object;
      await admin.delete(
        admin.objectPath(apiVersion, kind, metadata.namespace, metadata.name),
      );
    }
    await admin.delete(admin.objectPath('v1', 'Namespace', '', release));
    await platform.close();
    await admin.close();
    await rm(directory, { recursive: true });
  });

  async function start(knex: Knex, cluster: JsonObject) {
    const started = await startStoresBackend({
      knex,
      kubeconfig,
      config: {
        clusters: [{ name: 'local', port: 8080, ...cluster }],
        health: { interval: { seconds: 1 } },
      },
      features: [urumiStoresModuleMedusa],
    });
    backend = started;
    return new StoresApi({
      server: () => started.server,
      authorization: asUser('sana'),
    });
  }

  const bindingPath = (namespace: string) =>
    admin.objectPath(
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      namespace,
      storeRole,
    );

  const receiptOf = async (api: StoresApi, id: string): Promise<StoreReceipt> =>
    (await api.call('get', `/stores/${id}/receipt`)).body;

  it.each(['woocommerce', 'medusa'])(
    'makes a %s store, looks after it, and removes it',
    async engine => {
      const api = await start(await databases.init('SQLITE_3'), {
        kubeconfig,
        storeRole,
      });
      const { store_id: id, namespace } = await api.create({ engine });
      await api.until(id, 'READY');
      expect(await admin.get(bindingPath(namespace))).toMatchObject({
        roleRef: { kind: 'ClusterRole', name: storeRole },
        subjects: [
          { kind: 'ServiceAccount', name: release, namespace: release },
        ],
      });

      // Drift is only known to who may read all that was applied.
      const policies = 'networking.k8s.io/v1';
      await admin.create({
        apiVersion: policies,
        kind: 'NetworkPolicy',
        metadata: { name: 'hole', namespace },
        spec: { podSelector: {}, ingress: [{}], policyTypes: ['Ingress'] },
      });
      await api.until(id, ({ conditions }) =>
        conditions.some(
          ({ type, state }) => type === 'Drifted' && state === 'true',
        ),
      );
      await api.reconcile(id);
      await eventually(
        async () =>
          !(await admin.get(
            admin.objectPath(policies, 'NetworkPolicy', namespace, 'hole'),
          )),
        'the policy is removed',
      );
      await api.until(id, ({ conditions, job }) =>
        Boolean(
          job?.state === 'SUCCEEDED' &&
            conditions.some(
              ({ type, state }) => type === 'Drifted' && state === 'false',
            ),
        ),
      );

      await api.delete(id);
      await api.until(id, 'DELETED');
      const { items, note } = await receiptOf(api, id);
      expect(note).toBeNull();
      const answers = new Map(items.map(({ kind, answer }) => [kind, answer]));
      expect(Object.fromEntries(answers)).toMatchObject({
        Namespace: 'not_found',
        PersistentVolume: 'not_found',
        HelmRelease: 'namespace_gone',
        Secret: 'namespace_gone',
        StatefulSet: 'namespace_gone',
      });
    },
  );

  it('reads login and limits of stores that were made before the platform had a role, and looks after one', async () => {
    const knex = await databases.init('SQLITE_3');
    let api = await start(knex, { kubeconfig: testKubeconfig() });
    const stores = [await api.create(), await api.create(), await api.create()];
    for (const { store_id: id, namespace } of stores) {
      await api.until(id, 'READY');
      expect(await admin.get(bindingPath(namespace))).toBeUndefined();
    }
    await backend?.stop();
    // So that no look at them comes before they are read.
    const [first, second, third] = stores;
    await knex('stores')
      .whereIn('id', [first.store_id, third.store_id])
      .update({ health_due_at: Date.now() + 3_600_000 });

    api = await start(knex, { kubeconfig, storeRole });
    const login = await api.call(
      'get',
      `/stores/${first.store_id}/credentials`,
    );
    expect(login).toMatchObject({
      status: 200,
      body: { password: expect.any(String) },
    });
    const bound = { roleRef: { kind: 'ClusterRole', name: storeRole } };
    expect(await admin.get(bindingPath(first.namespace))).toMatchObject(bound);
    const usage = await api.call('get', `/stores/${third.store_id}/usage`);
    expect(usage.status).toBe(200);
    expect(usage.body.items).not.toHaveLength(0);
    expect(await admin.get(bindingPath(third.namespace))).toMatchObject(bound);
    const { conditions } = await api.until(
      second.store_id,
      ({ conditions: all }) =>
        all.some(({ type, state }) => type === 'Drifted' && state === 'false'),
    );
    expect(conditions).toContainEqual(
      expect.objectContaining({ type: 'Degraded', state: 'false' }),
    );
    expect(await admin.get(bindingPath(second.namespace))).toMatchObject(bound);
    for (const { store_id: id } of stores) {
      await api.delete(id);
      await api.until(id, 'DELETED');
    }
  });

  it('removes a store that was made before the platform had a role', async () => {
    const knex = await databases.init('SQLITE_3');
    let api = await start(knex, { kubeconfig: testKubeconfig() });
    const { store_id: id, namespace } = await api.create();
    await api.until(id, 'READY');
    await backend?.stop();
    expect(await admin.get(bindingPath(namespace))).toBeUndefined();

    api = await start(knex, { kubeconfig, storeRole });
    await api.delete(id);
    await api.until(id, 'DELETED');
  });

  it('waits for a namespace in which its rights have gone first, and forces nothing', async () => {
    const api = await start(await databases.init('SQLITE_3'), {
      kubeconfig,
      storeRole,
    });
    const { store_id: id, namespace } = await api.create();
    await api.until(id, 'READY');
    const held = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'held', namespace, finalizers: ['test.dev/held'] },
    };
    await admin.create(held);
    await admin.delete(
      admin.objectPath('v1', 'Namespace', undefined, namespace),
    );
    await eventually(
      async () => !(await admin.get(bindingPath(namespace))),
      'the binding is gone',
    );
    await api.delete(id);
    await api.until(id, ({ steps }) =>
      steps.some(({ name, state }) => name === 'gone' && state === 'waiting'),
    );
    expect((await api.get(id)).status).toBe('DELETING');
    await admin.patch(
      admin.objectPath('v1', 'ConfigMap', namespace, held.metadata.name),
      { metadata: { finalizers: null } },
    );
    await api.until(id, 'DELETED');
    expect((await receiptOf(api, id)).note).toContain(
      'was being deleted already',
    );
  });

  it('can do nothing to what is not of stores', async () => {
    const secrets = (namespace?: string) =>
      platform.list(platform.objectPath('v1', 'Secret', namespace));
    await expect(secrets()).rejects.toMatchObject({ status: 403 });
    await expect(secrets(release)).rejects.toMatchObject({ status: 403 });
    const namespace = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
    const isRefused = (words: string) =>
      expect.objectContaining({
        status: expect.any(Number),
        message: expect.stringContaining(words),
      });
    // The API server takes a moment to know a new policy.
    await eventually(
      () =>
        platform.create(namespace(`other-${release}`)).then(
          async () => {
            await admin.delete(
              admin.objectPath('v1', 'Namespace', '', `other-${release}`),
            );
            return false;
          },
          error =>
            error.message.includes('only make, change and delete namespaces'),
        ),
      'the policy holds',
    );
    await expect(
      platform.delete(platform.objectPath('v1', 'Namespace', '', release)),
    ).rejects.toEqual(isRefused('only make, change and delete namespaces'));

    const binding = (name: string, where: string, account = release) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name, namespace: where },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name,
      },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace: release }],
    });
    const apply = (object: KubernetesObject) =>
      platform.apply(object, { fieldManager: 'test' });
    await expect(apply(binding(storeRole, release))).rejects.toEqual(
      isRefused('only bind its role to itself'),
    );
    const store = new TestStore(admin);
    await store.createNamespace();
    await expect(
      apply(binding(storeRole, store.namespace, 'somebody')),
    ).rejects.toEqual(isRefused('only bind its role to itself'));
    await expect(
      apply(binding('cluster-admin', store.namespace)),
    ).rejects.toMatchObject({ status: 403 });
    await apply(binding(storeRole, store.namespace));
    await store.remove();
  });
});
