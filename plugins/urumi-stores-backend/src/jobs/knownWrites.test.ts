import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { StoreChanges } from '../changes/StoreChanges';
import { cancelJobs } from '../database/operations/cancelJobs';
import { claimJobs } from '../database/operations/claimJobs';
import { enqueueJob } from '../database/operations/enqueueJob';
import { findStore } from '../database/operations/findStore';
import { HeldRows } from '../database/operations/holdLeases';
import { findJob } from '../database/operations/jobs';
import { listSteps } from '../database/operations/jobSteps';
import { renewLeases } from '../database/operations/leases';
import { lockStore } from '../database/operations/lockStore';
import { newestEvents } from '../database/operations/storeEvents';
import { updateStore } from '../database/operations/updateStore';
import { runTransaction } from '../database/transaction';
import { eventually } from '../__testUtils__/TestStore';
import { relayedDatabase } from '../__testUtils__/relayedDatabase';
import {
  migratedDatabase,
  postgresId,
  seedStore,
  waitingForLocks,
} from '../__testUtils__/testDatabase';
import { LeaseLostError } from './interruptions';
import { JobLease } from './JobLease';
import { LeaseWriter } from './LeaseWriter';

jest.setTimeout(60_000);

const COUNT = 20;

if (postgresId) {
  const databaseId = postgresId;

  describe(`writes from known rows on ${databaseId}`, () => {
    const open: Knex[] = [];
    let knex: Knex;
    let writer: LeaseWriter;
    let statements: string[];

    beforeAll(async () => {
      knex = await migratedDatabase(databaseId);
      knex.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    });
    beforeEach(() => {
      writer = createWriter(knex);
      statements = [];
    });
    afterEach(async () => {
      await Promise.all(open.splice(0).map(pool => pool.destroy()));
    });

    function createWriter(of: Knex): LeaseWriter {
      const logger = mockServices.logger.mock();
      const changes = new StoreChanges({
        events: mockServices.events.mock(),
        signals: { publish: async () => {} },
        logger,
      });
      return new LeaseWriter({ knex: of, changes });
    }

    async function claimStores(count: number): Promise<JobLease[]> {
      await Promise.all(
        Array.from({ length: count }, () =>
          seedStore(knex, { steps: ['one', 'two'] }),
        ),
      );
      const jobs = await claimJobs(knex, {
        workerId: 'worker',
        limit: count,
        leaseMs: 60_000,
        actions: ['PROVISION'],
      });
      expect(jobs).toHaveLength(count);
      statements = [];
      return jobs.map(
        claimed =>
          new JobLease({
            knex,
            ...claimed,
            trustedUntil: Number.POSITIVE_INFINITY,
          }),
      );
    }

    /** Queues a delete behind the job that a store has. */
    const enqueueBehind = (storeId: string) =>
      runTransaction(knex, async trx => {
        await lockStore(trx, storeId);
        return enqueueJob(trx, {
          id: uuidv7(),
          storeId,
          action: 'DELETE',
          priority: 0,
          maxAttempts: 3,
          actor: 'user:default/ada',
          payload: {},
          steps: ['one'],
        });
      });

    const note = (
      lease: JobLease,
      message = 'Written.',
      change: (rows: HeldRows) => object = () => ({}),
    ) =>
      writer.write(lease, rows => ({
        value: rows,
        events: [{ type: 'note', message }],
        ...change(rows),
      }));
    const notesOf = async ({ storeId }: JobLease) => {
      const events = await newestEvents(knex, storeId, 10);
      return events.map(({ message }) => message).reverse();
    };

    it('takes one statement for what many jobs want to write, once and again', async () => {
      const leases = await claimStores(COUNT);
      await Promise.all(leases.map(lease => note(lease, 'First.')));
      await Promise.all(
        leases.map(lease => renewLeases(knex, [lease], 60_000)),
      );
      statements = statements.filter(sql => !/^update/.test(sql));
      await Promise.all(leases.map(lease => note(lease, 'Second.')));

      const writes = statements.filter(sql => sql !== 'DISCARD PLANS');
      expect(writes).toHaveLength(2);
      expect(writes.every(sql => sql.startsWith('WITH held'))).toBe(true);
      for (const lease of leases) {
        expect(await notesOf(lease)).toEqual(['First.', 'Second.']);
      }
    });

    it('knows each row as it stands in the database after a write', async () => {
      const [lease] = await claimStores(1);
      await note(lease, 'First.', rows => ({
        store: { ...rows.store, url: 'http://shop.localhost' },
        steps: [
          {
            name: 'two',
            state: 'done',
            message: 'It is done.',
            output: { uid: '7' },
          },
        ],
      }));
      const { store, steps, version, now } = await note(lease, 'Second.');

      const { updated_at: _, ...written } =
        (await findStore(knex, lease.storeId)) ?? {};
      expect(store).toMatchObject(numbers(written));
      expect(steps.map(numbers)).toEqual(
        (await listSteps(knex, lease.jobId)).map(numbers),
      );
      expect(version).toEqual(expect.stringMatching(/^\d+$/));
      expect(now - Number(steps[1].finished_at)).toBeLessThan(60_000);
      expect(now).toBeGreaterThanOrEqual(Number(steps[1].finished_at) - 1);
    });

    it('decides again from what somebody else has written since', async () => {
      const [changed, ...others] = await claimStores(3);
      await runTransaction(knex, async trx => {
        await lockStore(trx, changed.storeId);
        await updateStore(trx, changed.storeId, {
          url: 'http://new.localhost',
        });
      });
      const seen = await Promise.all(
        [changed, ...others].map(lease => note(lease)),
      );
      expect(seen.map(({ store }) => store.url)).toEqual([
        'http://new.localhost',
        null,
        null,
      ]);
      await expect(findStore(knex, changed.storeId)).resolves.toMatchObject({
        url: 'http://new.localhost',
      });
      for (const lease of [changed, ...others]) {
        expect(await notesOf(lease)).toEqual(['Written.']);
      }
    });

    it('sees that its job is to be cancelled', async () => {
      const [lease] = await claimStores(1);
      await runTransaction(knex, async trx => {
        await lockStore(trx, lease.storeId);
        await cancelJobs(trx, lease.storeId);
      });
      const { job } = await note(lease);
      expect(job.cancel_requested_at).not.toBeNull();
      // Known now, it is written all the same.
      expect((await note(lease)).job.cancel_requested_at).not.toBeNull();
    });

    it('writes nothing for a lease that is lost, and all for the others', async () => {
      const leases = await claimStores(COUNT);
      await knex('provisioning_jobs')
        .where({ id: leases[3].jobId })
        .increment('fence', 1);
      const written = await Promise.allSettled(
        leases.map(lease => note(lease)),
      );
      expect(written[3]).toEqual({
        status: 'rejected',
        reason: expect.any(LeaseLostError),
      });
      expect(await notesOf(leases[3])).toEqual([]);
      expect(
        written.filter(({ status }) => status === 'fulfilled'),
      ).toHaveLength(COUNT - 1);
    });

    it('writes for the others, once, when the database refuses what one wants to write', async () => {
      const [bad, ...others] = await claimStores(3);
      const refused = note(bad, null as never);
      await Promise.all([
        expect(refused).rejects.toThrow(/null/i),
        ...others.map(lease => note(lease)),
      ]);
      expect(await notesOf(bad)).toEqual([]);
      for (const lease of others) {
        expect(await notesOf(lease)).toEqual(['Written.']);
      }
    });

    it('writes for the others when what one wants to write is no JSON', async () => {
      const [bad, other] = await claimStores(2);
      const refused = note(bad, 'Written.', () => ({
        steps: [
          { name: 'one', state: 'done', message: null, output: { n: 1n } },
        ],
      }));
      await Promise.all([
        expect(refused).rejects.toThrow(/BigInt/),
        note(other),
      ]);
      expect(await notesOf(bad)).toEqual([]);
      expect(await notesOf(other)).toEqual(['Written.']);
    });

    it('waits alone for a store that somebody else holds, and writes after that', async () => {
      const [held, ...others] = await claimStores(3);
      const other = await knex.transaction();
      await other('stores')
        .where({ id: held.storeId })
        .update({ plan: 'large' });
      const waiting = note(held);
      await Promise.all(others.map(lease => note(lease)));
      expect(await notesOf(held)).toEqual([]);
      await other.commit();
      expect((await waiting).store.plan).toBe('large');
      expect(await notesOf(held)).toEqual(['Written.']);
    });

    it('waits alone for somebody who makes a store when it ends a delete, and writes for the others', async () => {
      const [deleted, ...others] = await claimStores(3);
      await knex('store_usage').insert({ scope: 'total', living: 3 });
      const creation = await knex.transaction();
      await creation('store_usage').where({ scope: 'total' }).forUpdate();
      let isOver = false;
      const waiting = note(deleted, 'Deleted.', ({ store }) => ({
        store: { ...store, status: 'DELETED' },
      })).then(() => {
        isOver = true;
      });
      await Promise.all(others.map(lease => note(lease)));
      await eventually(
        async () => (await waitingForLocks(knex)).length > 0,
        'the end of the delete waits',
      );
      expect(isOver).toBe(false);
      await creation.commit();
      await waiting;
      expect(await notesOf(deleted)).toEqual(['Deleted.']);
      for (const lease of others) {
        expect(await notesOf(lease)).toEqual(['Written.']);
      }
      expect(
        await knex('store_usage').where({ scope: 'total' }).pluck('living'),
      ).toEqual([2]);
    });

    it('queues the job that waits, also one that came since its last write', async () => {
      const leases = await claimStores(2);
      const [early, late] = leases;
      const behind = [await enqueueBehind(early.storeId)];
      await note(early);
      behind.push(await enqueueBehind(late.storeId));
      await Promise.all(
        leases.map(lease =>
          note(lease, 'Ended.', () => ({ end: { status: 'SUCCEEDED' } })),
        ),
      );
      for (const [index, lease] of leases.entries()) {
        await expect(findJob(knex, lease.jobId)).resolves.toMatchObject({
          status: 'SUCCEEDED',
        });
        await expect(findJob(knex, behind[index])).resolves.toMatchObject({
          status: 'QUEUED',
        });
      }
      await expect(note(early)).rejects.toThrow(LeaseLostError);
    });

    it('keeps the order of what one write tells the log', async () => {
      const [lease, other] = await claimStores(2);
      const messages = Array.from({ length: 8 }, (_, n) => `Line ${n}`);
      await Promise.all(
        [lease, other].map(each =>
          writer.write(each, () => ({
            value: undefined,
            events: messages.map(message => ({ type: 'note', message })),
          })),
        ),
      );
      expect(await notesOf(lease)).toEqual(messages);
      expect(await notesOf(other)).toEqual(messages);
    });

    it('writes nothing again when its connection ends before the answer, and tells nobody of the others', async () => {
      const { relay, through } = await relayedDatabase(knex);
      open.push(through);
      const leases = await claimStores(2);
      const other = await knex.transaction();
      // The statement comes as far as the log, and waits there.
      await other.raw('LOCK TABLE store_events IN EXCLUSIVE MODE');
      const far = createWriter(through);
      const outcomes = Promise.allSettled(
        leases.map(lease =>
          far.write(lease, () => ({
            value: undefined,
            events: [{ type: 'note', message: 'Written.' }],
          })),
        ),
      );
      const waiting = waitingForLocks(knex);
      await eventually(
        async () => (await waiting.clone()).length > 0,
        'the statement waits',
      );
      await relay.cut();
      await relay.join();
      expect(await outcomes).toEqual(
        leases.map(() => ({
          status: 'rejected',
          reason: expect.objectContaining({
            message: expect.not.stringMatching(/store|UPDATE/i),
          }),
        })),
      );
      await other.commit();
      // The server carries out what it was sent.
      await eventually(
        async () => (await notesOf(leases[1])).length > 0,
        'it is written',
      );
      for (const lease of leases) {
        await note(lease, 'Later.');
        expect(await notesOf(lease)).toEqual(['Written.', 'Later.']);
      }
      await relay.cut();
    });
  });
}

/** PostgreSQL gives 64-bit integers as text, and as numbers within JSON. */
function numbers(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      /(_at|_ms|fence|generation|health_look)$/.test(key) && value !== null
        ? Number(value)
        : value,
    ]),
  );
}
