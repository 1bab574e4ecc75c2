import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { JobRow, StoreRow } from '../rows';
import { runTransaction } from '../transaction';
import { appendEvent } from './storeEvents';
import { storesInClusters } from './storesInClusters';

describe.each(databases.eachSupportedId())(
  'storesInClusters on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    async function store(cluster: string, job: Partial<JobRow>) {
      const { storeId, jobId } = await seedStore(knex);
      await knex<StoreRow>('stores').where('id', storeId).update({ cluster });
      await knex<JobRow>('provisioning_jobs')
        .where('id', jobId)
        .update({ attempt: 1, ...job });
      return {
        tell: (type: string) =>
          runTransaction(knex, trx =>
            appendEvent(trx, storeId, {
              type,
              message: 'told',
              actor: 'user:default/ada',
              jobId,
            }),
          ),
      };
    }

    it('counts what is in hand, and what is held for the sake of the cluster', async () => {
      await expect(storesInClusters(knex, 'cluster')).resolves.toEqual([]);
      const running = { status: 'IN_PROGRESS', locked_by: 'one' } as const;
      const lease = { ...running, lease_expires_at: Date.now() + 60_000 };
      await store('east', { waiting_for: 'workloads' });
      await store('east', { status: 'SUCCEEDED', completed_at: 1 });
      await store('west', {});
      const first = await store('west', {
        waiting_for: 'cluster',
        error_class: 'retryable',
        error_message: 'a wire is cut',
      });
      // It tries again at the moment.
      await store('west', {
        ...lease,
        error_class: 'operator_fixable',
        error_message: 'a webhook is down',
      });
      await store('west', { ...lease, error_class: 'retryable' });
      await first.tell('job.requeued');
      await first.tell('queued');

      const [east, west] = (await storesInClusters(knex, 'cluster')).sort(
        (left, right) => (left.cluster < right.cluster ? -1 : 1),
      );
      expect(east).toEqual({ cluster: 'east', busy: 1, held: 0 });
      expect(west).toMatchObject({
        cluster: 'west',
        busy: 4,
        held: 2,
        message: 'a webhook is down',
      });
      const [event] = await knex('store_events').where({
        event_type: 'job.requeued',
      });
      expect(west.heldSince).toBe(Number(event.created_at));
    });
  },
);
