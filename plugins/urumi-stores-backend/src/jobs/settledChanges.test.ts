import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { endLease, LeaseEnd } from '../database/operations/endLease';
import { claimJobRows } from '../__testUtils__/claimJobRows';
import { findStore } from '../database/operations/findStore';
import { listSteps, updateStep } from '../database/operations/jobSteps';
import { lockStore } from '../database/operations/lockStore';
import { updateStore } from '../database/operations/updateStore';
import { JobRow, StoreRow } from '../database/rows';
import { runTransaction } from '../database/transaction';
import {
  databases,
  migratedDatabase,
  seedReadyStore,
  seedStore,
} from '../__testUtils__/testDatabase';
import { eventTypes } from '../__testUtils__/untilStored';
import { freezeInput, JobPayload, PAYLOAD_SCHEMA } from './jobInput';
import { queueJob } from './queueJob';
import { AutomaticRollback } from './releaseTarget';
import { settleCancelled } from './settleCancelled';
import { settleFailed } from './upgrade/settleFailed';

jest.setTimeout(60_000);

const FAILURE: FailureCause = {
  code: 'Broken',
  message: 'It is broken.',
  error_class: 'user_fixable',
  owner: 'store_owner',
  next_action: 'Mend it.',
};

describe.each(databases.eachSupportedId())(
  'the end of a job on %s',
  databaseId => {
    let knex: Knex;
    beforeAll(async () => {
      knex = await migratedDatabase(databaseId);
    });

    async function queue(
      storeId: string,
      action: JobRow['action'],
      payload: Partial<JobPayload> = {},
    ) {
      return runTransaction(knex, async trx => {
        const store = (await lockStore(trx, storeId)) as StoreRow;
        return queueJob(trx, store, 'user:default/ada', {
          action,
          eventType: `${action.toLowerCase()}.queued`,
          message: 'queued',
          payload: { ...freezeInput(store), ...payload },
        });
      });
    }

    /** The job of the store that waits for a worker, in hand, its first steps begun. */
    async function takeJob(begunSteps: readonly string[]): Promise<JobRow> {
      const [job] = await claimJobRows(knex, {
        workerId: 'worker',
        limit: 1,
        leaseMs: 60_000,
        actions: ['PROVISION', 'UPGRADE', 'ROLLBACK', 'RECONCILE'],
        payloadSchema: PAYLOAD_SCHEMA,
      });
      await runTransaction(knex, async trx => {
        for (const name of begunSteps) {
          await updateStep(trx, job, name, { state: 'running', message: null });
        }
      });
      return job;
    }

    async function end(
      job: JobRow,
      how: LeaseEnd,
      settle: (trx: Knex.Transaction, store: StoreRow) => Promise<void>,
    ) {
      await runTransaction(knex, async trx => {
        const store = (await lockStore(trx, job.store_id)) as StoreRow;
        const lease = {
          jobId: job.id,
          storeId: job.store_id,
          fence: Number(job.fence),
        };
        expect(await endLease(trx, lease, how)).toBe(true);
        await settle(trx, store);
      });
    }

    const cancel = (job: JobRow) =>
      end(job, { status: 'CANCELLED' }, (trx, store) =>
        settleCancelled({ trx, store, job }),
      );

    const fail = (job: JobRow) =>
      end(
        job,
        {
          status: 'FAILED',
          errorMessage: FAILURE.message,
          errorClass: FAILURE.error_class,
        },
        (trx, store) => settleFailed(trx, { store, job, failure: FAILURE }),
      );

    /** Actions of the jobs that are still to be done. */
    const open = async (storeId: string) =>
      (
        await knex('provisioning_jobs')
          .where({ store_id: storeId })
          .whereIn('status', ['QUEUED', 'WAITING'])
          .select('action', 'status')
      ).map(({ action, status }) => `${action} ${status}`);

    const back = (refused: string | null): { back: AutomaticRollback } => ({
      back: {
        refused,
        revision: 1,
        input: {
          display_name: null,
          hostname: 'shop.localhost',
          plan: 'small',
          parameters: {},
          chart_version: '0.1.0',
        },
        target: { chart_digest: 'a', images: {}, values: {} },
      },
    });

    afterEach(async () => {
      await knex('provisioning_jobs').update({
        status: 'CANCELLED',
        locked_by: null,
        locked_at: null,
        lease_expires_at: null,
        completed_at: 1,
      });
    });

    it('leaves nothing to do after an upgrade that was cancelled before it began', async () => {
      const storeId = await seedReadyStore(knex);
      await queue(storeId, 'UPGRADE');
      const job = await takeJob([]);
      await cancel(job);
      expect(await open(storeId)).toEqual([]);
      expect(await findStore(knex, storeId)).toMatchObject({ status: 'READY' });
      expect(await eventTypes(knex, storeId)).toContain('job.cancelled');
    });

    it('brings in order what an upgrade has begun that was cancelled on its way', async () => {
      const storeId = await seedReadyStore(knex);
      await queue(storeId, 'UPGRADE');
      const job = await takeJob(['namespace', 'checks']);
      await cancel(job);
      expect(await open(storeId)).toEqual(['RECONCILE QUEUED']);
      const [first] = await listSteps(knex, job.id);
      expect(first).toMatchObject({ state: 'failed', message: 'Cancelled.' });
    });

    it('lets what waits begin, and adds nothing to it', async () => {
      const storeId = await seedReadyStore(knex);
      await queue(storeId, 'UPGRADE');
      const job = await takeJob(['namespace', 'checks', 'guardrails']);
      await queue(storeId, 'ROLLBACK');
      await cancel(job);
      expect(await open(storeId)).toEqual(['ROLLBACK QUEUED']);
    });

    it('says nothing of a cancelled job of a store that is to be deleted', async () => {
      const { storeId } = await seedStore(knex, { priority: 1 });
      const job = await takeJob(['namespace']);
      await runTransaction(knex, trx =>
        updateStore(trx, storeId, { desired: 'absent' }),
      );
      await cancel(job);
      expect(await findStore(knex, storeId)).toMatchObject({
        status: 'QUEUED',
        failure: null,
      });
      expect(await eventTypes(knex, storeId)).not.toContain('job.cancelled');
    });

    it.each([
      ['was not touched', ['namespace', 'checks'], []],
      [
        'had its guardrails touched',
        ['namespace', 'checks', 'guardrails'],
        ['RECONCILE QUEUED'],
      ],
      [
        'had its release touched',
        ['namespace', 'checks', 'guardrails', 'release'],
        ['ROLLBACK QUEUED'],
      ],
    ])(
      'follows a failed upgrade of a store that %s with what that takes',
      async (_, begun, expected) => {
        const storeId = await seedReadyStore(knex);
        await queue(storeId, 'UPGRADE', back(null));
        await fail(await takeJob(begun));
        expect(await open(storeId)).toEqual(expected);
      },
    );

    it('does not roll back what the engine refuses, and says so', async () => {
      const storeId = await seedReadyStore(knex);
      await queue(storeId, 'UPGRADE', back('Its tables cannot go back.'));
      await fail(await takeJob(['guardrails', 'release']));
      expect(await open(storeId)).toEqual([]);
      expect(await eventTypes(knex, storeId)).toContain('rollback.refused');
    });

    it('rolls nothing back when something newer is wanted', async () => {
      const storeId = await seedReadyStore(knex);
      await queue(storeId, 'UPGRADE', back(null));
      const job = await takeJob(['guardrails', 'release']);
      await queue(storeId, 'UPGRADE', back(null));
      await fail(job);
      expect(await open(storeId)).toEqual(['UPGRADE QUEUED']);
    });
  },
);
