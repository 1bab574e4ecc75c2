import { availableParallelism } from 'node:os';
import { gate } from '../__testUtils__/faults';
import { HelmSlots } from './HelmSlots';

describe('HelmSlots', () => {
  /** Starts calls that run until they are told to end. */
  function start(slots: HelmSlots, count: number, signal?: AbortSignal) {
    return Array.from({ length: count }, () => {
      const { opened, open } = gate();
      const call = { started: false, end: open, done: Promise.resolve() };
      call.done = slots.run(async () => {
        call.started = true;
        await opened;
      }, signal);
      return call;
    });
  }

  const started = (calls: ReturnType<typeof start>) =>
    calls.map(call => call.started);

  const settle = () => new Promise(resolve => setImmediate(resolve));

  it('let so many calls run at once, first come, first served', async () => {
    const calls = start(new HelmSlots(2), 4);
    await settle();
    expect(started(calls)).toEqual([true, true, false, false]);
    calls[1].end();
    await settle();
    expect(started(calls)).toEqual([true, true, true, false]);
    calls.forEach(call => call.end());
    await Promise.all(calls.map(({ done }) => done));
    expect(started(calls)).toEqual([true, true, true, true]);
  });

  it('are fewer while a cluster has too much to do, and come back one by one', async () => {
    const slots = new HelmSlots(8);
    slots.throttled();
    slots.throttled();
    expect(slots.limit).toBe(4);
    const calls = start(slots, 5);
    await settle();
    expect(started(calls)).toEqual([true, true, true, true, false]);
    for (let call = 0; call < 3; call++) {
      slots.succeeded();
    }
    await settle();
    expect(slots.limit).toBe(4);
    slots.succeeded();
    await settle();
    expect(slots.limit).toBe(5);
    expect(started(calls)).toEqual([true, true, true, true, true]);
    for (let call = 0; call < 100; call++) {
      slots.succeeded();
    }
    expect(slots.limit).toBe(8);
    calls.forEach(call => call.end());
  });

  it('never go below one', () => {
    const slots = new HelmSlots(1);
    slots.throttled();
    expect(slots.limit).toBe(1);
  });

  it('are given back by a call that fails, and not taken by one that gave up waiting', async () => {
    const slots = new HelmSlots(1);
    const abort = new AbortController();
    const [first] = start(slots, 1);
    const [second] = start(slots, 1, abort.signal);
    const [third] = start(slots, 1);
    abort.abort(new Error('lease lost'));
    await expect(second.done).rejects.toThrow('lease lost');
    first.end();
    await settle();
    expect([second.started, third.started]).toEqual([false, true]);
    third.end();
    const failing = slots.run(async () => {
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    await expect(slots.run(async () => 'free')).resolves.toBe('free');
  });

  it('are by default what the machine can bear', () => {
    const { limit } = new HelmSlots();
    expect(limit).toBeGreaterThanOrEqual(1);
    expect(limit).toBeLessThanOrEqual(2 * availableParallelism());
  });
});
