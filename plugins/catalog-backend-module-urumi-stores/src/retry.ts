import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds before each further attempt. */
const DELAYS = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

/**
 * Calls a function until it succeeds, with growing pauses.
 *
 * @throws the error of the last attempt, or an AbortError when the signal aborts.
 */
export async function retry<T>(options: {
  fn: () => Promise<T>;
  signal: AbortSignal;
  /** Told of every failure but the last one. */
  onFailure: (error: unknown) => void;
  /** Milliseconds before each further attempt. */
  delays?: number[];
}): Promise<T> {
  const { fn, signal, onFailure, delays = DELAYS } = options;
  for (const delay of delays) {
    try {
      return await fn();
    } catch (error) {
      onFailure(error);
      await sleep(delay, undefined, { signal });
    }
  }
  return fn();
}
