import { useEffect, useState } from 'react';
import { ErrorLike, toError } from '@backstage/errors';
import { useApi } from '@backstage/core-plugin-api';
import {
  CreateStoreRequest,
  StorePlanPreview,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { readApiError } from '../../lib/readApiError';
import { problemFields } from './problemFields';

/** Who is typing is not asked after yet. */
const QUIET_MS = 500;

/** What the backend says to a request that is still being filled in. */
export interface StorePreview {
  /** Of the request as it is, or as it was while `isChecking`. */
  preview?: StorePlanPreview;
  /** Why there is none. */
  error?: ErrorLike;
  isChecking: boolean;
  /** What stands against it, by field as the API calls it. */
  fields: Record<string, string>;
  retry(): void;
}

interface Answer {
  key: string;
  preview?: StorePlanPreview;
  error?: ErrorLike;
}

/**
 * Has a request tried out whenever it has changed and then rests for a moment. An answer to an
 * older request is not awaited any more.
 *
 * @param request - undefined: there is nothing yet that could be tried.
 */
export function useStorePreview(
  request: CreateStoreRequest | undefined,
): StorePreview {
  const storesApi = useApi(urumiStoresApiRef);
  const [answer, setAnswer] = useState<Answer>();
  const [round, setRound] = useState(0);
  const key = request && JSON.stringify(request);

  useEffect(() => {
    if (key === undefined) {
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(async () => {
      const next: Answer = { key };
      try {
        next.preview = await storesApi.previewStore(JSON.parse(key), {
          signal,
        });
      } catch (error) {
        next.error = toError(error);
      }
      if (!signal.aborted) {
        setAnswer(next);
      }
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [storesApi, key, round]);

  // Too many requests in this minute: it is asked again by itself when the server says so.
  const { error } = answer ?? {};
  useEffect(() => {
    const seconds = error && readApiError(error).retryAfterSeconds;
    if (seconds === undefined) {
      return undefined;
    }
    const timer = setTimeout(() => setRound(n => n + 1), seconds * 1000);
    return () => clearTimeout(timer);
  }, [error]);

  const isCurrent = key !== undefined && answer?.key === key;
  return {
    ...(key !== undefined && answer?.preview && { preview: answer.preview }),
    ...(isCurrent && error && { error }),
    isChecking: key !== undefined && !isCurrent,
    fields: {
      ...(isCurrent && answer.preview && problemFields(answer.preview)),
      ...(isCurrent && error && readApiError(error).fields),
    },
    retry: () => {
      setAnswer(undefined);
      setRound(n => n + 1);
    },
  };
}
