import type { Request } from 'express';
import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  databases,
  migratedDatabase,
  newTestStore,
  postgresId,
  seedStore,
} from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import { createTestWorker, done, step } from '../__testUtils__/testWorker';
import { untilJob, untilStatus } from '../__testUtils__/untilStored';
import { ClaimedJob } from '../database/operations/claimedJob';
import { claimJobs } from '../database/operations/claimJobs';
import { holdLease } from '../database/operations/holdLeases';
import {
  insertStoreWithJob,
  NewStoreRows,
} from '../database/operations/insertStoreWithJob';
import { findJob } from '../database/operations/jobs';
import { newestEvents } from '../database/operations/storeEvents';
import { runTransaction } from '../database/transaction';
import { currentRequest, withRequest } from '../requestContext';
import { JobWorker } from './JobWorker';
import { KeptSlot } from './SlotKeeper';

jest.setTimeout(60_000);

const NEVER_MS = 3_600_000;
const CONCURRENCY = 3;
/** Of a job of which nothing was lost and that began once. */
const ONCE = { status: 'SUCCEEDED', attempt: 1, crash_count: 0 };

function claimedOf(
  inserted: Awaited<ReturnType<typeof insertStoreWithJob>>,
): ClaimedJob {
  if (!inserted?.claimed) {
    throw new Error('It was not claimed');
  }
  return inserted.claimed;
}

describe.each(databases.eachSupportedId())(
  'slots that are kept for jobs which are being made, on %s',
  databaseId => {
    let knex: Knex;
    const workers: JobWorker[] = [];
    const slots: KeptSlot[] = [];
    let begun: string[];
    let requests: unknown[];
    let atWork: number;
    let most: number;

    const giveBack = (...kept: KeptSlot[]) =>
      kept.forEach(slot => slot.giveBack({ mayBeMade: false }));

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      begun = [];
      requests = [];
      atWork = 0;
      most = 0;
    });
    afterEach(async () => {
      giveBack(...slots.splice(0));
      await Promise.all(workers.splice(0).map(worker => worker.stop()));
    });

    function startWorker(options: { pollMs?: number } = {}): JobWorker {
      const worker = createTestWorker(
        knex,
        [
          step('one', async ({ store }) => {
            begun.push(store.id);
            requests.push(currentRequest());
            atWork += 1;
            most = Math.max(most, atWork);
            await sleep(5);
            return done;
          }),
          step('two', () => {
            atWork -= 1;
            return done;
          }),
        ],
        { concurrency: CONCURRENCY, pollMs: NEVER_MS, ...options },
      );
      workers.push(worker);
      worker.start();
      return worker;
    }
    /** The worker has nothing to do by then. */
    const keep = (worker: JobWorker, { job } = newTestStore()) =>
      eventually(() => {
        const slot = worker.keepSlot(job.id);
        if (slot) {
          slots.push(slot);
        }
        return slot;
      }, 'a slot is kept');
    const insert = (slot: KeptSlot | undefined, rows: NewStoreRows) =>
      runTransaction(knex, trx => insertStoreWithJob(trx, rows, slot?.claim));

    it('have it begin without ever being queued', async () => {
      const worker = startWorker();
      const rows = newTestStore();
      const slot = await keep(worker, rows);
      const inserted = await insert(slot, rows);
      const job = await findJob(knex, rows.job.id);
      expect(job).toMatchObject({
        status: 'IN_PROGRESS',
        attempt: 1,
        locked_by: worker.id,
        owner_ref: rows.store.owner,
      });
      expect(Number(job?.lease_expires_at)).toBe(
        Number(job?.locked_at) + 60_000,
      );
      expect(inserted?.claimed?.job).toMatchObject({
        id: rows.job.id,
        fence: Number(job?.fence),
      });
      expect(
        await claimJobs(knex, {
          workerId: 'other',
          limit: 1,
          leaseMs: 60_000,
          actions: ['PROVISION'],
        }),
      ).toEqual([]);
      slot.start(claimedOf(inserted));
      await untilStatus(knex, rows.store.id, 'READY');
      expect(begun).toEqual([rows.store.id]);
      const events = await newestEvents(knex, rows.store.id, 20);
      expect(events.map(({ event_type: type }) => type).reverse()).toEqual([
        'queued',
        'install_started',
        'step.finished',
        'step.finished',
        'ready',
      ]);
    });

    it('give each job a fence greater than every one before', async () => {
      await seedStore(knex);
      const claim = { workerId: 'worker', leaseMs: 60_000 };
      const claimQueued = async () => {
        const [{ job }] = await claimJobs(knex, {
          ...claim,
          limit: 1,
          actions: ['PROVISION'],
        });
        return Number(job.fence);
      };
      const make = async () => {
        const made = await runTransaction(knex, trx =>
          insertStoreWithJob(trx, newTestStore(), claim),
        );
        return Number(made?.claimed?.job.fence);
      };
      const first = await claimQueued();
      const second = await make();
      const third = await make();
      await seedStore(knex);
      const last = await claimQueued();
      expect(first).toBeLessThan(second);
      expect(second).toBeLessThan(third);
      expect(third).toBeLessThan(last);
    });

    it('are as many as are free, and none while there may be due jobs or after the end', async () => {
      const worker = startWorker();
      const kept: KeptSlot[] = [];
      for (let count = 0; count < CONCURRENCY; count++) {
        kept.push(await keep(worker));
      }
      expect(worker.keepSlot('one more')).toBeUndefined();
      giveBack(kept[0]);
      // Others may have come while it was kept.
      expect(worker.keepSlot('one more')).toBeUndefined();
      giveBack(await keep(worker), ...kept.slice(1));
      giveBack(await keep(worker));
      await keep(worker);
      worker.wake();
      expect(worker.keepSlot('one more')).toBeUndefined();
      giveBack(...slots);
      await worker.stop();
      expect(worker.keepSlot('one more')).toBeUndefined();
    });

    it('are not to be had before the worker has looked for due jobs', async () => {
      const worker = createTestWorker(knex, []);
      expect(worker.keepSlot('a job')).toBeUndefined();
    });

    it('leave due jobs their turn: what is queued while all are kept begins as soon as one is given back', async () => {
      const worker = startWorker();
      for (let count = 0; count < CONCURRENCY; count++) {
        await keep(worker);
      }
      const { storeId } = await seedStore(knex);
      worker.wake();
      await sleep(100);
      expect(begun).toEqual([]);
      giveBack(slots[0]);
      await untilStatus(knex, storeId, 'READY');
    });

    it('lose no job whose transaction was committed although its answer was lost', async () => {
      const worker = startWorker();
      const rows = newTestStore();
      const slot = await keep(worker, rows);
      await insert(slot, rows);
      slot.giveBack({ mayBeMade: true });
      await untilStatus(knex, rows.store.id, 'READY');
      expect(await findJob(knex, rows.job.id)).toMatchObject(ONCE);
      expect(begun).toEqual([rows.store.id]);
    });

    it('save their job from being handed back with what was lost', async () => {
      const worker = startWorker();
      const rows = newTestStore();
      const lost = newTestStore();
      const slot = await keep(worker, rows);
      const other = await keep(worker, lost);
      const inserted = await insert(slot, rows);
      await insert(other, lost);
      other.giveBack({ mayBeMade: true });
      await untilStatus(knex, lost.store.id, 'READY');
      expect(begun).toEqual([lost.store.id]);
      expect(await findJob(knex, rows.job.id)).toMatchObject({
        status: 'IN_PROGRESS',
        locked_by: worker.id,
      });
      slot.start(claimedOf(inserted));
      await untilStatus(knex, rows.store.id, 'READY');
      expect(
        await knex('provisioning_jobs').distinct(Object.keys(ONCE)),
      ).toEqual([ONCE]);
    });

    it('end by themselves when the transaction hangs, and its job begins once however late it is made', async () => {
      const worker = startWorker();
      const late = newTestStore();
      const committed = newTestStore();
      const hanging = await keep(worker, late);
      const unheard = await keep(worker, committed);
      const answer = await insert(unheard, committed);
      await untilStatus(knex, committed.store.id, 'READY');
      unheard.start(claimedOf(answer));
      hanging.start(claimedOf(await insert(hanging, late)));
      await untilStatus(knex, late.store.id, 'READY');
      expect(begun).toEqual([committed.store.id, late.store.id]);
      expect(
        await knex('provisioning_jobs').distinct(Object.keys(ONCE)),
      ).toEqual([ONCE]);
    });

    it('end with the worker: a job that was being made meanwhile goes back as it stood', async () => {
      const worker = startWorker();
      const rows = newTestStore();
      const slot = await keep(worker, rows);
      const inserted = await insert(slot, rows);
      let isStopped = false;
      const stopped = worker.stop().then(() => {
        isStopped = true;
      });
      await sleep(100);
      expect(isStopped).toBe(false);
      slot.start(claimedOf(inserted));
      await stopped;
      expect(begun).toEqual([]);
      expect(await findJob(knex, rows.job.id)).toMatchObject({
        status: 'QUEUED',
        attempt: 0,
        locked_by: null,
        crash_count: 0,
      });
    });

    it('of a worker that ends leave no job behind whose answer was lost', async () => {
      const worker = startWorker();
      const rows = newTestStore();
      const slot = await keep(worker, rows);
      await insert(slot, rows);
      const stopped = worker.stop();
      await sleep(100);
      slot.giveBack({ mayBeMade: true });
      await stopped;
      expect(await findJob(knex, rows.job.id)).toMatchObject({
        status: 'QUEUED',
        attempt: 0,
        locked_by: null,
        crash_count: 0,
      });
    });

    it('are not to be had while the worker claims, and leave no trace of the request in the job', async () => {
      const worker = startWorker();
      const rows = newTestStore();
      const slot = await keep(worker, rows);
      await worker.claimBy(async ({ limit }) => {
        expect(limit).toBe(CONCURRENCY - 1);
        expect(worker.keepSlot('one more')).toBeUndefined();
        return [];
      });
      const inserted = await insert(slot, rows);
      withRequest({ path: '/stores' } as Request, () =>
        slot.start(claimedOf(inserted)),
      );
      await untilStatus(knex, rows.store.id, 'READY');
      expect(requests).toEqual([undefined]);
    });

    it('come to nothing when the host name belongs to another store', async () => {
      const worker = startWorker();
      const one = newTestStore();
      await insert(undefined, one);
      const other = newTestStore();
      const slot = await keep(worker, other);
      other.store.hostname = one.store.hostname;
      expect(await insert(slot, other)).toBeUndefined();
      expect(await findJob(knex, other.job.id)).toBeUndefined();
      expect(await newestEvents(knex, other.store.id, 1)).toEqual([]);
    });

    it('are raced for by many, and each job begins once, whoever makes it', async () => {
      const racing = [startWorker({ pollMs: 50 }), startWorker({ pollMs: 50 })];
      const stores = Array.from({ length: 60 }, () => newTestStore());
      const first = await Promise.all(
        racing.map((worker, index) => keep(worker, stores[index])),
      );
      await Promise.all(
        stores.map(async (rows, index) => {
          await sleep(index * 3);
          const worker = racing[index % racing.length];
          const slot = first[index] ?? worker.keepSlot(rows.job.id);
          const inserted = await insert(slot, rows);
          if (slot) {
            slot.start(claimedOf(inserted));
          } else {
            worker.wake();
          }
        }),
      );
      for (const { job } of stores) {
        await untilJob(knex, job.id, 'SUCCEEDED');
      }
      expect(begun.sort()).toEqual(stores.map(({ store }) => store.id).sort());
      expect(most).toBeLessThanOrEqual(CONCURRENCY * racing.length);
      expect(
        await knex('provisioning_jobs').distinct(Object.keys(ONCE)),
      ).toEqual([ONCE]);
    });
  },
);

if (postgresId) {
  const postgres = postgresId;

  it('the rows of a job that is made for a worker come along as they stand in the database', async () => {
    const knex = await migratedDatabase(postgres);
    const rows = newTestStore();
    const made = await runTransaction(knex, trx =>
      insertStoreWithJob(trx, rows, { workerId: 'worker', leaseMs: 60_000 }),
    );
    const claimed = made?.claimed?.rows;
    const held = await runTransaction(knex, trx =>
      holdLease(trx, {
        jobId: rows.job.id,
        storeId: rows.store.id,
        fence: Number(claimed?.job.fence),
      }),
    );
    // The driver gives 64-bit integers as text.
    const asJson = (value: unknown) =>
      JSON.parse(JSON.stringify(value), (_key, each) =>
        typeof each === 'string' && /^\d{1,15}$/.test(each)
          ? Number(each)
          : each,
      );
    const at = { now: 0, store: expect.anything() };
    expect({ ...asJson(claimed), ...at }).toEqual({ ...asJson(held), ...at });
    expect(asJson({ ...claimed?.store, updated_at: 0 })).toEqual(
      asJson({ ...held?.store, updated_at: 0 }),
    );
  });
}
