import {
  RELEASE_FENCE_LABEL,
  RELEASE_OPERATION_LABEL,
  StoreStatus,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { readReleases } from '../helm/releaseSecrets';
import { JOB_STEPS } from '../jobs/plan';
import { ClusterClient } from '../kubernetes';
import { WATCHED_RESOURCES } from '../kubernetes/watchedResources';
import { StoresApi } from '../__testUtils__/StoresApi';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { databases } from '../__testUtils__/testDatabase';

jest.setTimeout(180_000);

describe.each(databases.eachSupportedId())('provisioning on %s', databaseId => {
  let client: ClusterClient;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  let api: StoresApi;
  let knex: Knex;

  beforeAll(async () => {
    client = await TestStore.connect();
    knex = await databases.init(databaseId);
    backend = await startStoresBackend({
      knex,
      kubeconfig: testKubeconfig(),
    });
    api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
  });

  afterAll(async () => {
    await backend.stop();
    await client.close();
  });

  /** Objects of a kind in a namespace. */
  const list = async (apiVersion: string, kind: string, namespace: string) =>
    (await client.list(client.objectPath(apiVersion, kind, namespace))).items;

  const namespaceOf = (name: string) =>
    client.get(client.objectPath('v1', 'Namespace', undefined, name));

  /** Volumes whose claims were in the namespace. */
  const volumesOf = async (namespace: string) => {
    const { items } = await client.list(
      client.objectPath('v1', 'PersistentVolume', undefined),
    );
    return items.filter(({ spec }) => {
      const { claimRef } = spec as { claimRef?: { namespace: string } };
      return claimRef?.namespace === namespace;
    });
  };

  /** The statuses that a store is seen to pass through, up to the last one. */
  async function passThrough(storeId: string, last: StoreStatus) {
    const seen: StoreStatus[] = [];
    await api.until(storeId, ({ status }) => {
      if (seen.at(-1) !== status) {
        seen.push(status);
      }
      return status === last;
    });
    return seen;
  }

  it('makes a store behind its guardrails, tells each step in order, and removes it to the last volume', async () => {
    const created = await api.create({ display_name: 'Käse & "Co" 🧀' });
    const { store_id: id, namespace, queued_job_id: jobId } = created;
    expect(created.status).toBe('QUEUED');
    expect(await passThrough(id, 'READY')).toEqual(
      expect.arrayContaining(['PROVISIONING', 'READY']),
    );

    // What a look would find was just proven: the first one is due an interval later.
    const { health_due_at: due, ready_at: readyAt } = await knex('stores')
      .where({ id })
      .first();
    expect(Number(due) - Number(readyAt)).toBeGreaterThan(5 * 60_000);

    const store = await api.get(id);
    expect(store).toMatchObject({
      url: `http://store-${id}.localhost:8080`,
      last_error: null,
      failure: null,
      job: { id: jobId, state: 'SUCCEEDED', attempt: 1 },
    });
    expect(store.steps.map(({ name, state }) => [name, state])).toEqual(
      JOB_STEPS.PROVISION.map(name => [
        name,
        ['storefront', 'checkout'].includes(name) ? 'skipped' : 'done',
      ]),
    );
    expect(store.conditions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'Available', state: 'true' }),
        expect.objectContaining({
          type: 'Verified',
          state: 'false',
          reason: 'SimulatedNodes',
        }),
        expect.objectContaining({ type: 'Progressing', state: 'false' }),
      ]),
    );
    const events = await api.events(id);
    expect(
      events.map(({ event_type: type, data }) =>
        type.startsWith('step.') ? `${type} ${data.step}` : type,
      ),
    ).toEqual([
      'queued',
      'install_started',
      'step.finished namespace',
      'step.finished guardrails',
      'step.finished credentials',
      'step.finished release',
      'step.finished workloads',
      'step.skipped storefront',
      'step.skipped checkout',
      'ready',
    ]);
    expect(events.map(({ id: eventId }) => eventId)).toEqual(
      events.map(({ id: eventId }) => eventId).sort((a, b) => a - b),
    );

    const revisions = await readReleases(client, {
      namespace,
      release: namespace,
    });
    expect(revisions).toMatchObject([
      { revision: 1, status: 'deployed', operationId: jobId },
    ]);
    const [{ secret: release }] = revisions;
    expect(release.metadata.labels).toMatchObject({
      [RELEASE_OPERATION_LABEL]: jobId,
      [RELEASE_FENCE_LABEL]: expect.stringMatching(/^\d+$/),
    });
    const credentials = await client.get(
      client.objectPath('v1', 'Secret', namespace, 'store-credentials'),
    );
    const guardrails = [
      ...(await list('v1', 'ResourceQuota', namespace)),
      ...(await list('v1', 'LimitRange', namespace)),
      ...(await list('networking.k8s.io/v1', 'NetworkPolicy', namespace)),
    ];
    expect(guardrails.length).toBeGreaterThanOrEqual(4);
    const createdAt = (object?: { metadata: object }) =>
      Date.parse(
        (object?.metadata as { creationTimestamp: string }).creationTimestamp,
      );
    for (const object of [...guardrails, credentials]) {
      expect(createdAt(object)).toBeLessThanOrEqual(createdAt(release));
    }
    expect(WATCHED_RESOURCES).not.toHaveProperty('secrets');
    expect(await volumesOf(namespace)).toHaveLength(2);
    expect(await api.call('get', `/stores/${id}/credentials`)).toMatchObject({
      status: 200,
      body: { store_id: id, username: 'store-admin' },
    });

    const deleted = await api.delete(id);
    expect(deleted).toMatchObject({ status: 'DELETING', namespace });
    const again = await api.delete(id);
    expect(again.queued_job_id).toBe(deleted.queued_job_id);
    expect(await passThrough(id, 'DELETED')).toEqual(
      expect.arrayContaining(['DELETED']),
    );
    expect(await namespaceOf(namespace)).toBeUndefined();
    expect(await volumesOf(namespace)).toEqual([]);
    expect((await api.get(id)).url).toBeNull();
    expect(
      (await api.events(id))
        .slice(events.length)
        .map(({ event_type: type, data }) =>
          type.startsWith('step.') ? `${type} ${data.step}` : type,
        ),
    ).toEqual([
      'delete_queued',
      'delete_started',
      'step.finished inventory',
      'step.finished storefront',
      'step.finished release',
      'step.finished namespace',
      'step.finished gone',
      'deleted',
    ]);
    expect((await api.call('delete', `/stores/${id}`)).status).toBe(404);
    await eventually(
      async () => (await api.call('get', '/readyz')).status === 200,
      'ready for more',
    );
  });
});
