import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { claimJobs } from '../database/operations/claimJobs';
import { findStore } from '../database/operations/findStore';
import { HeldRows } from '../database/operations/holdLeases';
import { findJob } from '../database/operations/jobs';
import { listSteps } from '../database/operations/jobSteps';
import { lockStore } from '../database/operations/lockStore';
import { newestEvents } from '../database/operations/storeEvents';
import { updateStore } from '../database/operations/updateStore';
import { runTransaction } from '../database/transaction';
import { eventually } from '../__testUtils__/TestStore';
import { relayedDatabase } from '../__testUtils__/relayedDatabase';
import {
  databases,
  migratedDatabase,
  postgresId,
  seedStore,
  waitingForLocks,
} from '../__testUtils__/testDatabase';
import { JobCancelledError, LeaseLostError } from './interruptions';
import { JobLease } from './JobLease';
import { LeaseWrite } from './LeaseWrite';
import { LeaseWriter } from './LeaseWriter';
import { applyChange } from './stepWrites';

jest.setTimeout(60_000);

type Decide = (rows: HeldRows) => LeaseWrite<HeldRows>;

/** What the steps of a job of two steps write of it, one after the other. */
const life: Decide[] = [
  rows => ({
    value: rows,
    store: applyChange(rows, { status: 'PROVISIONING' }).store,
    steps: [{ name: 'one', state: 'running', message: null }],
    events: [{ type: 'note', message: 'Started.' }],
  }),
  rows => ({
    value: rows,
    steps: [
      {
        name: 'one',
        state: 'waiting',
        message: 'It waits.',
        deadlineMs: 5_000,
        output: { seen: rows.store.status },
      },
    ],
  }),
  rows => ({
    value: rows,
    steps: [
      { name: 'one', state: 'done', message: 'It is done.' },
      { name: 'two', state: 'running', message: null },
    ],
    events: [{ type: 'note', message: 'Half of it is done.' }],
  }),
  rows => ({
    value: rows,
    store: applyChange(rows, { status: 'READY', url: 'http://shop.localhost' })
      .store,
    steps: [
      { name: 'two', state: 'done', message: rows.steps[0].output, output: {} },
    ],
    events: [{ type: 'note', message: 'All is done.' }],
    end: { status: 'SUCCEEDED' },
  }),
];

const never: Decide = () => {
  throw new JobCancelledError('Not any more');
};

describe.each(databases.eachSupportedId())('writes ahead on %s', databaseId => {
  const open: Knex[] = [];
  let knex: Knex;
  let writer: LeaseWriter;

  beforeAll(async () => {
    knex = await migratedDatabase(databaseId);
  });
  beforeEach(() => {
    writer = createWriter(knex);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(pool => pool.destroy()));
  });

  function createWriter(of: Knex): LeaseWriter {
    const changes = new StoreChanges({
      events: { publish: async () => {}, subscribe: async () => {} },
      signals: { publish: async () => {} },
      logger: mockServices.logger.mock(),
    });
    return new LeaseWriter({ knex: of, changes });
  }

  async function claimStore(): Promise<JobLease> {
    await seedStore(knex);
    const [claimed] = await claimJobs(knex, {
      workerId: 'worker',
      limit: 1,
      leaseMs: 60_000,
      actions: ['PROVISION'],
    });
    return new JobLease({
      knex,
      ...claimed,
      trustedUntil: Number.POSITIVE_INFINITY,
    });
  }

  /** Asks for all at once, each from what the one before is to come to. */
  async function askAhead(lease: JobLease, decides: readonly Decide[]) {
    const written: Promise<unknown>[] = [];
    const foreseen: HeldRows[] = [];
    for (const decide of decides) {
      const ahead = await writer.writeAhead(lease, decide);
      foreseen.push(ahead.value);
      written.push(ahead.written);
    }
    return { foreseen, outcomes: Promise.allSettled(written) };
  }

  const notesOf = async ({ storeId }: JobLease) => {
    const events = await newestEvents(knex, storeId, 10);
    return events.map(({ message }) => message).reverse();
  };

  /** What stands in the database, but for moments and ids, which differ from store to store. */
  async function recordOf(lease: JobLease) {
    const store = await findStore(knex, lease.storeId);
    const job = await findJob(knex, lease.jobId);
    const steps = await listSteps(knex, lease.jobId);
    return {
      notes: await notesOf(lease),
      store: [store?.status, store?.url, Number(store?.health_look)],
      job: [job?.status, job?.attempt, job?.completed_at !== null],
      steps: steps.map(step => [
        step.name,
        step.state,
        step.attempt,
        step.message,
        step.output,
        step.deadline_ms && Number(step.deadline_ms),
        step.started_at !== null,
        step.finished_at !== null,
      ]),
    };
  }

  it('leave behind what the same writes leave one by one', async () => {
    const [ahead, oneByOne] = [await claimStore(), await claimStore()];
    const { foreseen, outcomes } = await askAhead(ahead, life);
    expect(await outcomes).toEqual(
      life.map(() => expect.objectContaining({ status: 'fulfilled' })),
    );
    const seen: HeldRows[] = [];
    for (const decide of life) {
      seen.push(await writer.write(oneByOne, decide));
    }
    expect(await recordOf(ahead)).toEqual(await recordOf(oneByOne));
    const what = ({ store, steps }: HeldRows) => [
      store.status,
      steps.map(({ state, output }) => [state, output]),
    ];
    expect(foreseen.map(what)).toEqual(seen.map(what));
    expect(await notesOf(ahead)).toEqual([
      'Started.',
      'Half of it is done.',
      'All is done.',
    ]);
  });

  it('go on after a write that was refused and asked for by itself', async () => {
    const lease = await claimStore();
    const [refused, { outcomes }] = await Promise.all([
      Promise.allSettled([writer.write(lease, never)]),
      askAhead(lease, life),
    ]);
    expect(refused).toEqual([
      { status: 'rejected', reason: expect.any(JobCancelledError) },
    ]);
    expect(await outcomes).toEqual(
      life.map(() => expect.objectContaining({ status: 'fulfilled' })),
    );
    expect(await notesOf(lease)).toHaveLength(3);
  });

  if (databaseId === postgresId) {
    it('take one statement, however many follow each other', async () => {
      const lease = await claimStore();
      const statements: string[] = [];
      const listen = ({ sql }: { sql: string }) => statements.push(sql);
      knex.on('query', listen);
      await (
        await askAhead(lease, life)
      ).outcomes;
      knex.removeListener('query', listen);
      expect(statements.filter(sql => sql !== 'DISCARD PLANS')).toEqual([
        expect.stringMatching(/^WITH held/),
      ]);
    });

    it('write nothing after the one that is refused when it comes to it', async () => {
      const lease = await claimStore();
      let isCancelled = false;
      const refusing: Decide = rows => (isCancelled ? never : life[1])(rows);
      const asked = await askAhead(lease, [life[0], refusing, life[2]]);
      isCancelled = true;
      const refused = {
        status: 'rejected',
        reason: expect.any(JobCancelledError),
      };
      expect(await asked.outcomes).toEqual([
        expect.objectContaining({ status: 'fulfilled' }),
        refused,
        refused,
      ]);
      await expect(writer.write(lease, life[2])).rejects.toThrow(
        JobCancelledError,
      );
      expect(await notesOf(lease)).toEqual(['Started.']);
    });

    it('are decided again, all of them, from what somebody else has written since', async () => {
      const lease = await claimStore();
      await runTransaction(knex, async trx => {
        await lockStore(trx, lease.storeId);
        await updateStore(trx, lease.storeId, { namespaceUid: 'new' });
      });
      const { outcomes } = await askAhead(lease, life);
      expect(await outcomes).toEqual(
        life.map(() => ({
          status: 'fulfilled',
          value: expect.objectContaining({
            store: expect.objectContaining({ namespace_uid: 'new' }),
          }),
        })),
      );
      expect(await recordOf(lease)).toMatchObject({
        store: ['READY', 'http://shop.localhost', 2],
        job: ['SUCCEEDED', 1, true],
      });
    });

    it('write nothing for a lease that is lost', async () => {
      const lease = await claimStore();
      await knex('provisioning_jobs')
        .where({ id: lease.jobId })
        .increment('fence', 1);
      const { outcomes } = await askAhead(lease, life);
      expect(await outcomes).toEqual(
        life.map(() => ({
          status: 'rejected',
          reason: expect.any(LeaseLostError),
        })),
      );
      expect(await notesOf(lease)).toEqual([]);
    });

    it('keep what came before the one that the database refuses', async () => {
      const lease = await claimStore();
      const bad: Decide = rows => ({
        value: rows,
        events: [{ type: 'note', message: null as never }],
      });
      const { outcomes } = await askAhead(lease, [life[0], bad, life[2]]);
      const refused = {
        status: 'rejected',
        reason: expect.objectContaining({
          message: expect.stringMatching(/null/i),
        }),
      };
      expect(await outcomes).toEqual([
        expect.objectContaining({ status: 'fulfilled' }),
        refused,
        refused,
      ]);
      expect(await notesOf(lease)).toEqual(['Started.']);
    });

    it('write nothing after one of which nobody knows whether it was written', async () => {
      const { relay, through } = await relayedDatabase(knex);
      open.push(through);
      const lease = await claimStore();
      const other = await knex.transaction();
      // The statement comes as far as the log, and waits there.
      await other.raw('LOCK TABLE store_events IN EXCLUSIVE MODE');
      writer = createWriter(through);
      const first = await askAhead(lease, [life[0]]);
      const waiting = waitingForLocks(knex);
      await eventually(
        async () => (await waiting.clone()).length > 0,
        'the statement waits',
      );
      const rest = await askAhead(lease, life.slice(1));
      await relay.cut();
      await relay.join();
      const lost = {
        status: 'rejected',
        reason: expect.objectContaining({ name: 'LostAnswerError' }),
      };
      expect(await first.outcomes).toEqual([lost]);
      expect(await rest.outcomes).toEqual([lost, lost, lost]);
      await other.commit();
      // The server carries out what it was sent.
      await eventually(
        async () => (await notesOf(lease)).length > 0,
        'it is written',
      );
      expect(await recordOf(lease)).toMatchObject({
        notes: ['Started.'],
        job: ['IN_PROGRESS', 1, false],
      });
      await relay.cut();
    });
  }
});
