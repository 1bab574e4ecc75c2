import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { databases, seedStore } from '../../__testUtils__/testDatabase';
import { migrationsDirectory } from '../migrate';
import { toReceipt } from '../rows';
import { runTransaction } from '../transaction';
import { enqueueJob } from './enqueueJob';
import { findStore } from './findStore';
import { findJob } from './jobs';
import { listSteps, updateStep } from './jobSteps';
import { outputsOfStep } from './outputsOfStep';
import { readNow } from './readNow';
import { findReceipt, receiptsInsert } from './receipts';
import { updateStore } from './updateStore';

jest.setTimeout(60_000);

const ITEM = {
  kind: 'Namespace',
  name: 'store-1',
  uid: '',
  gone_at: 1_000,
  answer: 'not_found' as const,
};
const directory = migrationsDirectory();
const name = '20261128200000_store_receipts.js';

describe.each(databases.eachSupportedId())('receipts on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await knex.migrate.latest({ directory });
  });

  async function deletedStore() {
    const { storeId, jobId } = await seedStore(knex, { action: 'DELETE' });
    await runTransaction(knex, async trx => {
      await updateStore(trx, storeId, { status: 'DELETING' });
      await updateStore(trx, storeId, {
        status: 'DELETED',
        stamp: 'deleted_at',
      });
    });
    const [store, job] = [
      await findStore(knex, storeId),
      await findJob(knex, jobId),
    ];
    if (!store || !job) {
      throw new Error('The store was not seeded');
    }
    return { store, job };
  }

  it('are found again as they were kept', async () => {
    const rows = await deletedStore();
    expect(await findReceipt(knex, rows.store.id)).toBeUndefined();
    await receiptsInsert(knex, [
      { ...rows, items: [ITEM], note: 'Ünvollständig 🧾' },
    ]);
    const row = await findReceipt(knex, rows.store.id);
    const receipt = row && toReceipt(row, rows.store);
    expect(receipt).toEqual({
      store_id: rows.store.id,
      cluster: 'local',
      namespace: rows.store.namespace,
      requested_by: 'user:default/ada',
      requested_at: new Date(Number(rows.job.created_at)).toISOString(),
      deleted_at: new Date(Number(rows.store.deleted_at)).toISOString(),
      duration_ms: Number(rows.store.deleted_at) - Number(rows.job.created_at),
      note: 'Ünvollständig 🧾',
      items: [
        {
          kind: 'Namespace',
          name: 'store-1',
          uid: null,
          gone_at: '1970-01-01T00:00:01.000Z',
          answer: 'not_found',
        },
      ],
    });
  });

  it('read the outputs of a step over all deletes of one store, the oldest first', async () => {
    const first = await seedStore(knex, {
      action: 'DELETE',
      steps: ['inventory'],
    });
    const other = await seedStore(knex, {
      action: 'DELETE',
      steps: ['inventory'],
    });
    await knex('provisioning_jobs')
      .where({ id: first.jobId })
      .update({ status: 'FAILED', completed_at: 1, created_at: 1 });
    const secondId = await runTransaction(knex, trx =>
      enqueueJob(trx, {
        id: uuidv7(),
        storeId: first.storeId,
        action: 'DELETE',
        priority: 10,
        maxAttempts: 5,
        actor: 'user:default/ada',
        payload: {},
        steps: ['inventory'],
      }),
    );
    for (const [jobId, number] of [
      [secondId, 2],
      [first.jobId, 1],
      [other.jobId, 3],
    ] as const) {
      const job = await findJob(knex, jobId);
      await runTransaction(knex, async trx => {
        if (job) {
          await updateStep(trx, job, 'inventory', {
            state: 'done',
            message: null,
            output: { number },
          });
        }
      });
    }
    expect(
      await outputsOfStep(
        knex,
        { store_id: first.storeId, action: 'DELETE' },
        'inventory',
      ),
    ).toEqual([{ number: 1 }, { number: 2 }]);
  });

  it("read the database's clock", async () => {
    const before = await readNow(knex);
    const rows = await deletedStore();
    expect(Number(rows.store.deleted_at)).toBeGreaterThanOrEqual(before);
    expect(await readNow(knex)).toBeGreaterThanOrEqual(
      Number(rows.store.deleted_at),
    );
  });

  it('are migrated to: a delete under way gets its first step, and loses it on the way back', async () => {
    await knex.migrate.down({ directory, name });
    const waiting = await seedStore(knex, {
      action: 'DELETE',
      steps: ['storefront', 'gone'],
    });
    const provision = await seedStore(knex, { steps: ['namespace'] });
    await knex.migrate.up({ directory, name });
    const names = async (jobId: string) =>
      (await listSteps(knex, jobId)).map(step => step.name);
    expect(await names(waiting.jobId)).toEqual([
      'inventory',
      'storefront',
      'gone',
    ]);
    expect(await names(provision.jobId)).toEqual(['namespace']);
    await knex.migrate.down({ directory, name });
    expect(await names(waiting.jobId)).toEqual(['storefront', 'gone']);
    expect(await knex.schema.hasTable('store_receipts')).toBe(false);
  });
});
