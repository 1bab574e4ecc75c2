import { ErrorLike, toError } from '@backstage/errors';
import { readApiError } from './readApiError';

/** Longest wait that is taken up when the server asks for one. Seconds. */
const MOST_PATIENCE_S = 60;

/** How it went with one of several things. */
export type Outcome =
  | { state: 'waiting' | 'running' | 'done' }
  | { state: 'failed'; error: ErrorLike };

/**
 * Does the same with each of several things, some of them at a time. One that fails stops no other;
 * one that the server refuses for now, as there were too many requests, is tried again when it said.
 *
 * @param options - `signal`: what has not begun when it aborts, stays `waiting`
 */
export async function runEach(options: {
  ids: readonly string[];
  run: (id: string) => Promise<unknown>;
  concurrency: number;
  signal: AbortSignal;
  onChange: (id: string, outcome: Outcome) => void;
}): Promise<void> {
  const { ids, run, concurrency, signal, onChange } = options;
  const left = [...ids];
  const work = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      if (signal.aborted) {
        return;
      }
      onChange(id, { state: 'running' });
      const outcome = await runPatiently(() => run(id), signal);
      onChange(id, outcome);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

async function runPatiently(
  run: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<Outcome> {
  for (;;) {
    try {
      await run();
      return { state: 'done' };
    } catch (thrown) {
      const error = toError(thrown);
      const { kind, retryAfterSeconds } = readApiError(error);
      if (
        kind !== 'limited' ||
        retryAfterSeconds === undefined ||
        retryAfterSeconds > MOST_PATIENCE_S ||
        signal.aborted
      ) {
        return { state: 'failed', error };
      }
      await pause(retryAfterSeconds * 1000, signal);
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
