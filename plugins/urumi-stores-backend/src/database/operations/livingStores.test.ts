import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import {
  databases,
  migratedDatabase,
  seedReadyStore,
} from '../../__testUtils__/testDatabase';
import { freezeInput } from '../../jobs/jobInput';
import { JOB_PRIORITY, JOB_STEPS } from '../../jobs/plan';
import { StoreRow } from '../rows';
import { runTransaction } from '../transaction';
import { enqueueJob } from './enqueueJob';
import { countLivingOfPlan } from './livingStores';
import { lockStore } from './lockStore';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())(
  'living stores of a plan on %s',
  databaseId => {
    let knex: Knex;
    beforeAll(async () => {
      knex = await migratedDatabase(databaseId);
    });
    beforeEach(async () => {
      await knex('stores').update({ status: 'DELETED' });
    });

    async function queueChange(
      storeId: string,
      action: 'UPGRADE' | 'ROLLBACK',
      plan: string,
    ) {
      return runTransaction(knex, async trx => {
        const store = (await lockStore(trx, storeId)) as StoreRow;
        return enqueueJob(trx, {
          id: uuidv7(),
          storeId,
          action,
          priority: JOB_PRIORITY[action],
          maxAttempts: 3,
          actor: 'user:default/ada',
          payload: freezeInput({ ...store, plan }),
          steps: JOB_STEPS[action],
        });
      });
    }

    const small = () => countLivingOfPlan(knex, { plan: 'small' });
    const large = () => countLivingOfPlan(knex, { plan: 'large' });

    it('count those that are about to become so, each once', async () => {
      const storeId = await seedReadyStore(knex);
      await seedReadyStore(knex);
      expect([await small(), await large()]).toEqual([2, 0]);
      await queueChange(storeId, 'UPGRADE', 'large');
      await queueChange(storeId, 'ROLLBACK', 'large');
      expect([await small(), await large()]).toEqual([2, 1]);
      expect(
        await countLivingOfPlan(knex, {
          plan: 'large',
          owner_ref: 'group:default/marketing',
        }),
      ).toBe(0);
    });

    it('do not count what is to be cancelled, has ended, changes within the plan, or is gone', async () => {
      const storeId = await seedReadyStore(knex);
      const jobId = await queueChange(storeId, 'UPGRADE', 'large');
      const job = () => knex('provisioning_jobs').where({ id: jobId });
      await job().update({ cancel_requested_at: 1 });
      expect(await large()).toBe(0);
      await job().update({ cancel_requested_at: null });
      expect(await large()).toBe(1);
      await knex('stores').where({ id: storeId }).update({ plan: 'large' });
      expect(await large()).toBe(1);
      await knex('stores').where({ id: storeId }).update({ plan: 'small' });
      await job().update({ status: 'SUCCEEDED', completed_at: 1 });
      expect([await small(), await large()]).toEqual([1, 0]);
      await knex('stores').where({ id: storeId }).update({ status: 'DELETED' });
      expect([await small(), await large()]).toEqual([0, 0]);
    });
  },
);
