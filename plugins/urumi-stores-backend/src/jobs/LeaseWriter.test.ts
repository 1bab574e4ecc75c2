import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { claimJobs } from '../database/operations/claimJobs';
import { findStore } from '../database/operations/findStore';
import { findJob } from '../database/operations/jobs';
import { newestEvents } from '../database/operations/storeEvents';
import {
  databases,
  migratedDatabase,
  seedStore,
  waitingForLocks,
} from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import { JobCancelledError, LeaseLostError } from './interruptions';
import { JobLease } from './JobLease';
import { LeaseWriter } from './LeaseWriter';
import { applyChange } from './stepWrites';

jest.setTimeout(60_000);

const COUNT = 20;

type Work = (trx: Knex.Transaction) => Promise<unknown>;

describe.each(databases.eachSupportedId())('LeaseWriter on %s', databaseId => {
  let knex: Knex;
  /** Takes the place of the next transaction, once. */
  let instead: ((work: Work) => Promise<unknown>) | undefined;
  let writer: LeaseWriter;
  let announced: string[];

  beforeAll(async () => {
    knex = await migratedDatabase(databaseId);
  });
  beforeEach(() => {
    announced = [];
    const changes = new StoreChanges({
      events: mockServices.events.mock(),
      signals: { publish: async () => {} },
      logger: mockServices.logger.mock(),
    });
    jest
      .spyOn(changes, 'announce')
      .mockImplementation(({ storeId }) => announced.push(storeId));
    instead = undefined;
    const transaction = (work: Work) => {
      const run = instead ?? knex.transaction.bind(knex);
      instead = undefined;
      return run(work);
    };
    writer = new LeaseWriter({
      knex: new Proxy(knex, {
        get: (target, key) =>
          key === 'transaction' ? transaction : Reflect.get(target, key),
      }),
      changes,
    });
  });

  /** Of their rows nothing is known: what is written of them is decided within a transaction. */
  async function claimStores(count: number): Promise<JobLease[]> {
    await Promise.all(
      Array.from({ length: count }, (_, n) =>
        seedStore(knex, { owner: `group:default/team-${n}` }),
      ),
    );
    const jobs = await claimJobs(knex, {
      workerId: 'worker',
      limit: count,
      leaseMs: 60_000,
      actions: ['PROVISION'],
    });
    expect(jobs).toHaveLength(count);
    return jobs.map(
      ({ job }) =>
        new JobLease({ knex, job, trustedUntil: Number.POSITIVE_INFINITY }),
    );
  }

  const note = (lease: JobLease, message = 'Written.') =>
    writer.write(lease, () => ({
      value: message,
      events: [{ type: 'note', message }],
    }));
  const notesOf = async ({ storeId }: JobLease) => {
    const events = await newestEvents(knex, storeId, 10);
    return events.map(({ message }) => message).reverse();
  };

  it('writes what many jobs want to write at once in one transaction', async () => {
    const leases = await claimStores(COUNT);
    let transactions = 0;
    const count = ({ sql }: { sql: string }) => {
      transactions += /^BEGIN/i.test(sql) ? 1 : 0;
    };
    knex.on('query', count);
    await Promise.all(leases.map(lease => note(lease, lease.jobId)));
    knex.removeListener('query', count);

    expect(transactions).toBe(1);
    for (const lease of leases) {
      expect(await notesOf(lease)).toEqual([lease.jobId]);
    }
    expect(announced.sort()).toEqual(leases.map(l => l.storeId).sort());
  });

  it('gives the writes of one store their order, and each what the one before has written', async () => {
    const [lease] = await claimStores(1);
    const seen = await Promise.all(
      ['PROVISIONING', 'PROVISIONING', 'READY'].map(status =>
        writer.write(lease, rows => ({
          value: rows.store.status,
          store: applyChange(rows, { status: status as 'READY' }).store,
          events: [{ type: 'note', message: status }],
        })),
      ),
    );
    expect(seen).toEqual(['QUEUED', 'PROVISIONING', 'PROVISIONING']);
    expect(await notesOf(lease)).toEqual([
      'PROVISIONING',
      'PROVISIONING',
      'READY',
    ]);
  });

  it('writes nothing for a lease that is lost, and all for the others', async () => {
    const leases = await claimStores(COUNT);
    await knex('provisioning_jobs')
      .where({ id: leases[3].jobId })
      .increment('fence', 1);
    const written = await Promise.allSettled(leases.map(lease => note(lease)));

    expect(written[3]).toEqual({
      status: 'rejected',
      reason: expect.any(LeaseLostError),
    });
    expect(await notesOf(leases[3])).toEqual([]);
    for (const lease of leases.filter((_, index) => index !== 3)) {
      expect(await notesOf(lease)).toEqual(['Written.']);
    }
  });

  it('lets one job decide against its write without the others', async () => {
    const [refusing, ...others] = await claimStores(3);
    const refused = writer.write(refusing, () => {
      throw new JobCancelledError('Not any more');
    });
    await Promise.all([
      expect(refused).rejects.toThrow(JobCancelledError),
      ...others.map(lease => note(lease)),
    ]);
    expect(await notesOf(others[1])).toEqual(['Written.']);
  });

  it('writes for the others, once, when the database refuses what one wants to write', async () => {
    const [bad, ...others] = await claimStores(3);
    const refused = writer.write(bad, () => ({
      value: undefined,
      events: [{ type: 'note', message: null as never }],
    }));
    await Promise.all([
      expect(refused).rejects.toThrow(/null/i),
      ...others.map(lease => note(lease)),
    ]);
    expect(await notesOf(bad)).toEqual([]);
    for (const lease of others) {
      expect(await notesOf(lease)).toEqual(['Written.']);
    }
  });

  it('writes nothing again when nobody knows whether it was written', async () => {
    const leases = await claimStores(3);
    const lost = new Error('Connection terminated unexpectedly');
    instead = async work => {
      await knex.transaction(work);
      throw lost;
    };
    const written = await Promise.allSettled(leases.map(lease => note(lease)));
    expect(written).toEqual(
      leases.map(() => ({ status: 'rejected', reason: lost })),
    );
    await note(leases[0], 'Later.');
    expect(await notesOf(leases[0])).toEqual(['Written.', 'Later.']);
    expect(await notesOf(leases[1])).toEqual(['Written.']);
  });

  it('tries each on its own when nothing was written', async () => {
    const leases = await claimStores(3);
    instead = async () => {
      throw new Error('There is no connection to be had');
    };
    await Promise.all(leases.map(lease => note(lease)));
    for (const lease of leases) {
      expect(await notesOf(lease)).toEqual(['Written.']);
    }
  });

  it('writes text that no JSON of a database takes, but for what is wrong with it', async () => {
    const [lease] = await claimStores(1);
    await note(lease, 'a\u0000b \ud83d!');
    expect(await notesOf(lease)).toEqual(['a\ufffdb \ufffd!']);
  });

  it('does not wait for a transaction that hangs when the lease is lost', async () => {
    const [lease, other] = await claimStores(2);
    instead = () => new Promise(() => {});
    const hanging = note(lease);
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    lease.interrupt(new LeaseLostError('Lost'));
    await expect(hanging).rejects.toThrow('Lost');
    // Behind it the others go on after a while.
    await note(other);
    expect(await notesOf(other)).toEqual(['Written.']);
  });

  it('ends each job in its own way', async () => {
    const [done, parked, failed] = await claimStores(3);
    await Promise.all([
      writer.write(done, () => ({
        value: undefined,
        end: { status: 'SUCCEEDED' },
      })),
      writer.write(parked, () => ({
        value: undefined,
        end: {
          status: 'QUEUED',
          delayMs: 60_000,
          waitingFor: 'shop',
          countAttempt: false,
        },
      })),
      writer.write(failed, () => ({
        value: undefined,
        end: {
          status: 'FAILED',
          errorMessage: 'No.',
          errorClass: 'user_fixable',
        },
      })),
    ]);
    const jobs = await Promise.all(
      [done, parked, failed].map(({ jobId }) => findJob(knex, jobId)),
    );
    expect(jobs).toMatchObject([
      { status: 'SUCCEEDED', attempt: 1, completed_at: expect.anything() },
      { status: 'QUEUED', attempt: 0, waiting_for: 'shop', completed_at: null },
      { status: 'FAILED', attempt: 1, error_class: 'user_fixable' },
    ]);
    expect(Number(jobs[1]?.run_after)).toBeGreaterThan(
      Number(jobs[1]?.updated_at) + 59_000,
    );
    // Of a lease that is given back nothing more is written.
    await expect(note(done)).rejects.toThrow(LeaseLostError);
  });

  // SQLite has one connection: nobody else holds anything.
  if (databaseId !== 'SQLITE_3') {
    it('does not wait with all for the one that somebody else holds', async () => {
      const [held, ...others] = await claimStores(COUNT);
      const other = await knex.transaction();
      await other('stores')
        .where({ id: held.storeId })
        .update({ plan: 'large' });
      const waiting = note(held);
      await Promise.all(others.map(lease => note(lease)));
      await note(others[0], 'Again.');
      expect(await notesOf(held)).toEqual([]);
      await other.commit();
      await waiting;

      expect(await notesOf(held)).toEqual(['Written.']);
      expect(await notesOf(others[0])).toEqual(['Written.', 'Again.']);
      await expect(findStore(knex, held.storeId)).resolves.toMatchObject({
        plan: 'large',
      });
    });

    it('goes on with the next after a while when all that wait on their own wait for long', async () => {
      const [next, ...held] = await claimStores(4);
      const other = await knex.transaction();
      await other.raw('SET LOCAL idle_in_transaction_session_timeout = 0');
      await other('stores')
        .whereIn(
          'id',
          held.map(({ storeId }) => storeId),
        )
        .forUpdate();
      const waiting = held.map(lease => note(lease));
      await eventually(
        async () => (await waitingForLocks(knex)).length === held.length,
        'all of them wait',
      );
      instead = async () => {
        throw new Error('There is no connection to be had');
      };
      await note(next);
      await other.commit();
      await Promise.all(waiting);
      expect(await notesOf(next)).toEqual(['Written.']);
    });
  }
});
