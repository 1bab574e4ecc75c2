import { useEffect, useRef, useState } from 'react';
import { ErrorLike, toError } from '@backstage/errors';
import { useApi } from '@backstage/core-plugin-api';
import {
  StoreLog,
  StoreLogQuery,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../api';

const FOLLOW_EVERY_MS = 3_000;
/** Older lines are let go while one follows for long. */
const MAX_LINES = 2_000;

/** Which container's log is read. */
export type PodLogChoice = Pick<
  StoreLogQuery,
  'pod' | 'container' | 'previous'
>;

/** The log of a container, as far as it was read. */
export interface PodLog {
  log?: StoreLog;
  error?: ErrorLike;
  isLoading: boolean;
  /** Reads the end of it. */
  read(): void;
}

/** Reads the log when asked, and what comes behind it while `follow` is true. */
export function usePodLog(options: {
  storeId: string;
  choice: PodLogChoice;
  follow: boolean;
}): PodLog {
  const { storeId, choice, follow } = options;
  const storesApi = useApi(urumiStoresApiRef);
  const [state, setState] = useState<{
    key: string;
    log?: StoreLog;
    error?: ErrorLike;
  }>();
  const [isLoading, setIsLoading] = useState(false);
  const key = JSON.stringify([storeId, choice]);
  const current = useRef(key);
  current.current = key;
  const shown = state?.key === key ? state : undefined;

  const read = async () => {
    setIsLoading(true);
    try {
      const log = await storesApi.getLog(storeId, choice);
      setState({ key, log });
    } catch (failure) {
      setState({ key, error: toError(failure) });
    } finally {
      setIsLoading(false);
    }
  };

  const log = shown?.log;
  const isFollowed = follow && log !== undefined;
  const latest = useRef({ choice, log });
  latest.current = { choice, log };
  useEffect(() => {
    if (!isFollowed) {
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout>;
    const next = async () => {
      const { choice: wanted, log: before } = latest.current;
      try {
        const since = before?.lines.at(-1)?.time;
        const more = await storesApi.getLog(
          storeId,
          { ...wanted, ...(since && { since }) },
          { signal },
        );
        if (!signal.aborted && current.current === key) {
          setState({ key, log: since && before ? append(before, more) : more });
        }
      } catch (failure) {
        if (!signal.aborted) {
          setState({
            key,
            error: toError(failure),
            ...(before && { log: before }),
          });
        }
      }
      if (!signal.aborted) {
        timer = setTimeout(next, FOLLOW_EVERY_MS);
      }
    };
    timer = setTimeout(next, FOLLOW_EVERY_MS);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [isFollowed, key, storeId, storesApi]);

  return {
    ...(log && { log }),
    ...(shown?.error && { error: shown.error }),
    isLoading,
    read,
  };
}

function append(log: StoreLog, more: StoreLog): StoreLog {
  const lines = [...log.lines, ...more.lines];
  return {
    ...log,
    // A container that has gone meanwhile keeps what was read of it.
    lines: lines.slice(-MAX_LINES),
    truncated: log.truncated || more.truncated || lines.length > MAX_LINES,
  };
}
