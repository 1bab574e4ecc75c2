import { setTimeout as sleepFor } from 'node:timers/promises';

/** Time, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Time as it is. */
export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) =>
    sleepFor(milliseconds, undefined, { signal }),
};
