import { Knex } from 'knex';
import { MANAGED_LABEL } from '@urumi/backstage-plugin-urumi-stores-common';
import { EventRow, JobRow, StoreRow } from '../../database/rows';
import { readReleases } from '../../helm/releaseSecrets';
import { ClusterClient } from '../../kubernetes';
import { readFenceLog } from './fenceLog';
import { Intent } from './StormPeople';

interface Aftermath {
  knex: Knex;
  client: ClusterClient;
  intents: ReadonlyMap<string, Intent>;
}

/** What has to hold once a storm is over and all stores are what people last wanted. */
export async function expectNothingLost(aftermath: Aftermath): Promise<void> {
  const { knex } = aftermath;
  const stores = await knex<StoreRow>('stores').orderBy('id');
  // No promise without a store, no store without a promise.
  expect(stores.map(({ id }) => id)).toEqual(
    [...aftermath.intents.keys()].sort(),
  );
  for (const { id, status } of stores) {
    expect([id, status]).toEqual([
      id,
      aftermath.intents.get(id) === 'present' ? 'READY' : 'DELETED',
    ]);
  }
  await expectNothingLeftOver(aftermath, stores);
  await expectOneRevisionPerOperation(aftermath, stores);
  await expectJobsEnded(knex);
  await expectOneOwnerAtATime(knex);
  await expectEventsInOrder(knex, stores);
}

async function expectNothingLeftOver(
  { client }: Aftermath,
  stores: StoreRow[],
) {
  const living = stores
    .filter(({ status }) => status === 'READY')
    .map(({ namespace }) => namespace);
  const namespaces = await client.list(client.objectPath('v1', 'Namespace'), {
    labelSelector: `${MANAGED_LABEL}=true`,
  });
  expect(namespaces.items.map(({ metadata }) => metadata.name).sort()).toEqual(
    [...living].sort(),
  );
  const volumes = await client.list(
    client.objectPath('v1', 'PersistentVolume'),
  );
  const claimants = volumes.items.map(
    ({ spec }) =>
      (spec as { claimRef: { namespace: string } }).claimRef.namespace,
  );
  expect(claimants.filter(name => !living.includes(name))).toEqual([]);
}

/** Every revision is of a job that we know, and none was made twice. */
async function expectOneRevisionPerOperation(
  { knex, client }: Aftermath,
  stores: StoreRow[],
) {
  for (const { id, namespace, status } of stores) {
    if (status !== 'READY') {
      continue;
    }
    const jobs = await knex<JobRow>('provisioning_jobs').where({
      store_id: id,
    });
    const known = jobs.map(job => job.id);
    const revisions = await readReleases(client, {
      namespace,
      release: namespace,
    });
    expect(revisions[0]).toMatchObject({ status: 'deployed' });
    // What a killed Helm left was unlocked; Helm calls it superseded after the next upgrade.
    const applied = revisions
      .filter(
        ({ status: state, description }) =>
          ['deployed', 'superseded'].includes(state) &&
          !description.startsWith('Unlocked by job'),
      )
      .map(({ operationId }) => operationId);
    expect(known).toEqual(expect.arrayContaining(applied));
    expect(applied).toEqual([...new Set(applied)]);
    const fences = revisions.map(({ fence }) => Number(fence));
    expect(fences).toEqual([...fences].sort((a, b) => b - a));
  }
}

async function expectJobsEnded(knex: Knex) {
  const open = await knex<JobRow>('provisioning_jobs').whereIn('status', [
    'WAITING',
    'QUEUED',
    'IN_PROGRESS',
  ]);
  expect(open).toEqual([]);
}

/** A fence is one worker's, and once a later one has written, an earlier one never does. */
async function expectOneOwnerAtATime(knex: Knex) {
  const owners = new Map<string, string>();
  const newest = new Map<string, number>();
  for (const write of await readFenceLog(knex)) {
    const fence = Number(write.fence);
    const earlier = newest.get(write.store_id) ?? 0;
    expect(fence).toBeGreaterThanOrEqual(earlier);
    newest.set(write.store_id, fence);
    if (write.worker !== null) {
      const owner = owners.get(write.fence) ?? write.worker;
      expect(write.worker).toBe(owner);
      owners.set(write.fence, owner);
    }
  }
}

async function expectEventsInOrder(knex: Knex, stores: StoreRow[]) {
  for (const { id, status } of stores) {
    const events = await knex<EventRow>('store_events')
      .where({ store_id: id })
      .orderBy('id');
    const times = events.map(({ created_at: at }) => Number(at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const types = events.map(({ event_type: type }) => type);
    expect(types[0]).toBe('queued');
    // Nothing is told of a store after its end, and its end once.
    expect(types.indexOf('deleted')).toBe(
      status === 'DELETED' ? types.length - 1 : -1,
    );
    const told = events
      .filter(({ event_type: type }) =>
        ['ready', 'deleted', 'step.finished', 'step.skipped'].includes(type),
      )
      .map(({ job_id: job, event_type: type, data }) =>
        [job, type, JSON.parse(data).step].join(' '),
      );
    expect(told).toEqual([...new Set(told)]);
  }
}
