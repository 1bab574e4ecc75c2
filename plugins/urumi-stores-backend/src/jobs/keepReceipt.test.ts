import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { findStore } from '../database/operations/findStore';
import { findJob } from '../database/operations/jobs';
import { findReceipt } from '../database/operations/receipts';
import { newestEvents } from '../database/operations/storeEvents';
import { createStoresMetrics } from '../metrics';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import { JobRunner } from './JobRunner';
import { JobWorker } from './JobWorker';
import { StaleLeaseSweeper } from './StaleLeaseSweeper';
import { JobHandler } from './types';

jest.setTimeout(60_000);

const logger = mockServices.logger.mock();

const handler: JobHandler = {
  action: 'DELETE',
  steps: [
    {
      name: 'gone',
      run: async ({ startClock }) => {
        const now = await startClock();
        return { state: 'done', message: 'gone', output: { gone_at: now() } };
      },
    },
  ],
  started: () => ({
    change: { status: 'DELETING' },
    event: { type: 'delete_started', message: 'started' },
  }),
  succeeded: (_store, outputOf) => ({
    change: { status: 'DELETED', stamp: 'deleted_at' },
    event: { type: 'deleted', message: 'deleted' },
    receipt: {
      note: null,
      items: [
        {
          kind: 'Namespace',
          name: 'store-1',
          uid: 'u',
          gone_at: Number(outputOf('gone')?.gone_at),
          answer: 'not_found',
        },
      ],
    },
  }),
};

describe.each(databases.eachSupportedId())(
  'the receipt of a delete on %s',
  databaseId => {
    let knex: Knex;
    let worker: JobWorker;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      const shared = {
        knex,
        logger,
        metrics: createStoresMetrics({ logger }),
        changes: new StoreChanges({
          events: { publish: async () => {}, subscribe: async () => {} },
          signals: { publish: async () => {} },
          logger,
        }),
      };
      worker = new JobWorker({
        ...shared,
        runner: new JobRunner(shared),
        sweeper: new StaleLeaseSweeper(shared),
        handlers: [handler],
        options: { concurrency: 1, leaseMs: 60_000, pollMs: 20 },
      });
    });

    afterEach(() => worker.stop());

    it('is written with DELETED or not at all', async () => {
      const { storeId, jobId } = await seedStore(knex, {
        action: 'DELETE',
        steps: ['gone'],
      });
      await knex.schema.renameTable('store_receipts', 'away');
      worker.start();
      await eventually(
        async () =>
          (
            await newestEvents(knex, storeId, 10)
          ).some(({ event_type: type }) => type === 'job.requeued'),
        'the job is tried again',
      );
      expect((await findStore(knex, storeId))?.status).toBe('DELETING');

      await knex.schema.renameTable('away', 'store_receipts');
      await eventually(
        async () => (await findStore(knex, storeId))?.status === 'DELETED',
        'the store is deleted',
      );
      const [store, job, receipt] = [
        await findStore(knex, storeId),
        await findJob(knex, jobId),
        await findReceipt(knex, storeId),
      ];
      expect(receipt).toMatchObject({
        job_id: jobId,
        requested_by: job?.actor,
        requested_at: job?.created_at,
        deleted_at: store?.deleted_at,
      });
      const [{ gone_at: goneAt }] = JSON.parse(receipt?.items ?? '[]');
      expect(goneAt).toBeGreaterThanOrEqual(Number(job?.created_at));
      expect(goneAt).toBeLessThanOrEqual(Number(store?.deleted_at));
    });
  },
);
