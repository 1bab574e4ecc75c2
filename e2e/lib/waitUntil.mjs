import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks `check` until it answers something else than undefined, and returns that.
 *
 * @throws Error that names `what` after `timeoutMs`, with the last error of `check` as its cause
 */
export async function waitUntil({
  what,
  check,
  timeoutMs = 60_000,
  everyMs = 250,
}) {
  const deadline = performance.now() + timeoutMs;
  let cause;
  do {
    try {
      const answer = await check();
      if (answer !== undefined) {
        return answer;
      }
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await delay(everyMs);
  } while (performance.now() < deadline);
  throw new Error(`${what}: not so after ${timeoutMs / 1000} s`, { cause });
}
