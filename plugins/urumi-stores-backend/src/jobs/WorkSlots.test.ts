import knexFactory, { Knex } from 'knex';
import { JobRow } from '../database/rows';
import { NoSlotError, WorkerShutdownError } from './interruptions';
import { JobLease } from './JobLease';
import { WorkSlots } from './WorkSlots';

const SIZE = 2;

describe('WorkSlots', () => {
  let knex: Knex;
  let slots: WorkSlots;
  let admitted: string[];

  beforeAll(() => {
    knex = knexFactory({ client: 'pg' });
  });

  beforeEach(() => {
    jest.useFakeTimers();
    slots = new WorkSlots(SIZE);
    admitted = [];
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  afterAll(() => knex.destroy());

  /** Leases whose jobs want to work, in order. */
  async function enter(...names: string[]): Promise<JobLease[]> {
    const leases = names.map(
      id =>
        new JobLease({
          knex,
          job: { id, store_id: id, fence: 1 } as JobRow,
          trustedUntil: Infinity,
        }),
    );
    leases.forEach(lease => {
      void slots.enter(lease).then(() => admitted.push(lease.jobId));
    });
    await settled();
    return leases;
  }

  async function leave(...leases: JobLease[]) {
    leases.forEach(lease => slots.leave(lease));
    await settled();
  }

  it('admits as many as there are, and the others in their order', async () => {
    const [a, b, c] = await enter('a', 'b', 'c', 'd', 'e');
    expect(admitted).toEqual(['a', 'b']);
    expect(slots.taken).toBe(5);
    await leave(b);
    expect(admitted).toEqual(['a', 'b', 'c']);
    await leave(a, c);
    expect(admitted).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(slots.taken).toBe(2);
    [a, b, c].forEach(lease => slots.ended(lease));
    expect(slots.taken).toBe(2);
  });

  it('has use for as many jobs as would end in the next 30 ms, if they go on so', async () => {
    const end = (leases: JobLease[]) =>
      leases.forEach(lease => slots.ended(lease));
    expect(slots.pace).toBe(SIZE);
    const first = await enter('a', 'b', 'c', 'd', 'e');
    await leave(...first);
    // Their ends are not written yet.
    expect(slots.pace).toBe(SIZE);
    end(first);
    expect(slots.pace).toBe(5);
    jest.advanceTimersByTime(20);
    end(await enter('f', 'g', 'h'));
    expect(slots.pace).toBe(8);
    jest.advanceTimersByTime(15);
    expect(slots.pace).toBe(3);
    jest.advanceTimersByTime(20);
    expect(slots.pace).toBe(SIZE);
  });

  it('takes neither long work nor what could not be written for quick', async () => {
    const slow = await enter('a', 'b');
    jest.advanceTimersByTime(40);
    const cut = await enter('c', 'd', 'e');
    await leave(...slow);
    cut.forEach(lease => lease.interrupt(new WorkerShutdownError('It ends')));
    [...slow, ...cut].forEach(lease => slots.ended(lease));
    expect(slots.pace).toBe(SIZE);
    expect(slots.taken).toBe(0);
  });

  it('keeps no job waiting for longer than half a second', async () => {
    const [a, b, c] = await enter('a', 'b', 'c');
    jest.advanceTimersByTime(499);
    expect(c.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    await settled();
    expect(c.signal.reason).toBeInstanceOf(NoSlotError);
    expect([a, b].map(({ signal }) => signal.aborted)).toEqual([false, false]);
    // It goes on without a slot, and has none to give.
    expect(admitted).toEqual(['a', 'b', 'c']);
    expect(slots.taken).toBe(SIZE);
    slots.ended(c);
    expect(slots.pace).toBe(SIZE);
    await enter('d');
    expect(admitted).not.toContain('d');
    jest.advanceTimersByTime(10_000);
    expect([a, b].map(({ signal }) => signal.aborted)).toEqual([false, false]);
  });

  it('passes over who was interrupted, before or while it waits', async () => {
    const [a, , c] = await enter('a', 'b', 'c', 'd');
    c.interrupt(new WorkerShutdownError('The backend shuts down'));
    await leave(a);
    expect(admitted.sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(slots.taken).toBe(SIZE);
    await slots.enter(c);
    expect(slots.taken).toBe(SIZE);
  });
});

/** Lets what is due at this moment happen. */
async function settled() {
  await jest.advanceTimersByTimeAsync(0);
}
