import { useCallback, useEffect, useRef, useState } from 'react';
import { ErrorLike, toError } from '@backstage/errors';

/** At most one refetch in this many milliseconds, however many hints come. */
const THROTTLE_MS = 1_000;

/** Something that is read again and again. */
export interface LiveQuery<T> {
  /** What was read last; kept while the next is read, also when that fails. */
  value?: T;
  /** True while `value` still belongs to an older key. */
  isStale: boolean;
  /** Why the last reading failed. */
  error?: ErrorLike;
  reload(): void;
}

interface Loaded<T> {
  key?: string;
  value?: T;
  error?: { key: string; error: ErrorLike };
}

/**
 * Reads at once, again after `refreshMs`, and soon after each change of `hint`. Hints make it
 * quick, the timer makes it right: a lost hint only costs time.
 */
export function useLiveQuery<T>(options: {
  /** Another key is another question: its answer replaces the old one. */
  key: string;
  load(signal: AbortSignal): Promise<T>;
  /** Milliseconds until the next reading; undefined is after a failure. */
  refreshMs(value: T | undefined): number;
  hint?: unknown;
}): LiveQuery<T> {
  const { key, hint } = options;
  const latest = useRef(options);
  latest.current = options;
  const [loaded, setLoaded] = useState<Loaded<T>>({});
  const requestReload = useRef<() => void>(() => {});

  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isLoading = false;
    let isAskedAgain = false;
    let startedAt = 0;

    const schedule = (delayMs: number) => {
      clearTimeout(timer);
      timer = setTimeout(run, delayMs);
    };
    async function run() {
      isLoading = true;
      isAskedAgain = false;
      startedAt = Date.now();
      let value: T | undefined;
      try {
        value = await latest.current.load(controller.signal);
        if (controller.signal.aborted) {
          return;
        }
        setLoaded({ key, value });
      } catch (error) {
        if (controller.signal.aborted) {
          return;
        }
        setLoaded(previous => ({
          ...previous,
          error: { key, error: toError(error) },
        }));
      }
      isLoading = false;
      schedule(isAskedAgain ? THROTTLE_MS : latest.current.refreshMs(value));
    }
    // A reading under way may have begun before the change: it is followed by another one.
    requestReload.current = () => {
      if (isLoading) {
        isAskedAgain = true;
      } else {
        schedule(Math.max(0, startedAt + THROTTLE_MS - Date.now()));
      }
    };
    run();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [key]);

  const isFirstHint = useRef(true);
  useEffect(() => {
    if (isFirstHint.current) {
      isFirstHint.current = false;
      return;
    }
    requestReload.current();
  }, [hint]);

  useEffect(() => {
    // That the network went or came back is worth a look, before the next one is due.
    const look = () => requestReload.current();
    window.addEventListener('offline', look);
    window.addEventListener('online', look);
    return () => {
      window.removeEventListener('offline', look);
      window.removeEventListener('online', look);
    };
  }, []);

  const reload = useCallback(() => requestReload.current(), []);
  return {
    ...(loaded.value !== undefined && { value: loaded.value }),
    ...(loaded.error?.key === key && { error: loaded.error.error }),
    isStale: loaded.key !== undefined && loaded.key !== key,
    reload,
  };
}
