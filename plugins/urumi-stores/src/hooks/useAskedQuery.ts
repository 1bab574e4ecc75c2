import { useCallback, useEffect, useRef, useState } from 'react';
import { ErrorLike, toError } from '@backstage/errors';

/** Something that is read once, and again when somebody asks for it. */
export interface AskedQuery<T> {
  /** What was read last; kept while it is read again. */
  value?: T;
  /** Why the last reading failed. */
  error?: ErrorLike;
  isLoading: boolean;
  reload(): void;
}

/**
 * Reads at once and for each other key, but never by itself: for what costs a store's cluster a
 * request each time.
 */
export function useAskedQuery<T>(options: {
  /** Another key is another question. */
  key: string;
  load(signal: AbortSignal): Promise<T>;
}): AskedQuery<T> {
  const { key } = options;
  const latest = useRef(options);
  latest.current = options;
  const [asked, setAsked] = useState(0);
  const [state, setState] = useState<Omit<AskedQuery<T>, 'reload'>>({
    isLoading: true,
  });

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const read = async () => {
      setState(before => ({ ...before, isLoading: true }));
      try {
        const value = await latest.current.load(signal);
        if (!signal.aborted) {
          setState({ value, isLoading: false });
        }
      } catch (failure) {
        if (!signal.aborted) {
          setState({ error: toError(failure), isLoading: false });
        }
      }
    };
    read();
    return () => controller.abort();
  }, [key, asked]);

  const reload = useCallback(() => setAsked(count => count + 1), []);
  return { ...state, reload };
}
