import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import useMountedState from 'react-use/esm/useMountedState';
import { ErrorLike, ResponseError, toError } from '@backstage/errors';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { toastApiRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { CreateStoreRequest } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { readApiError } from '../../lib/readApiError';
import { TOAST_MS } from '../../lib/time';
import { storeRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import {
  StoreOffer,
  completeChoice,
  useParameterIssues,
} from '../StoreParameters';
import { useStorePreview } from '../StorePreview';
import { CreateStoreValues, createIdempotencyKey } from './createStoreDraft';
import { useDraft } from './useDraft';
import { OwnerOptions } from './useOwnerOptions';

/** How the API names the header in what it has against a request. */
const KEY_FIELD = 'header.idempotency-key';

/** The state of the form that creates a store, and what its buttons do. */
export function useCreateStoreForm(options: {
  offer: StoreOffer;
  people: OwnerOptions;
}) {
  const { offer, people } = options;
  const storesApi = useApi(urumiStoresApiRef);
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const navigate = useNavigate();
  const storeLink = useRouteRef(storeRouteRef);
  const isMounted = useMountedState();
  const { draft, isRestored, latest, save, startOver, forget } = useDraft({
    person: people.person,
    begin: values => beginWith(values, offer, people),
  });
  const { values } = draft;
  const issues = useParameterIssues(offer.engines, values.choice);
  const [wasTried, setWasTried] = useState(false);
  const isSending = useRef(false);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorLike>();
  const [earlierStoreId, setEarlierStoreId] = useState<string>();
  const check = useStorePreview(
    issues.length === 0 ? toRequest(values) : undefined,
  );

  const change = (changed: Partial<CreateStoreValues>) => {
    save({ values: { ...latest.current.values, ...changed } });
    // It spoke of what was in the form before.
    setError(undefined);
  };

  const finish = (storeId: string) => {
    forget();
    if (isMounted()) {
      navigate(storeLink({ storeId }));
    } else {
      toastApi.post({
        title: t('create.started'),
        links: [{ label: t('create.openStore'), href: storeLink({ storeId }) }],
        status: 'success',
        timeout: TOAST_MS,
      });
    }
  };

  const send = async () => {
    const request = toRequest(latest.current.values);
    const { idempotencyKey, unanswered = request } = latest.current;
    // Kept before it is sent: whatever happens to this page, the next try is the same one.
    save({ unanswered });
    try {
      const made = await storesApi.createStore(request, { idempotencyKey });
      finish(made.store_id);
    } catch (failure) {
      if (isKeyTaken(failure)) {
        // The earlier try did arrive; asking it again tells what it has made.
        const made = await storesApi.createStore(unanswered, {
          idempotencyKey,
        });
        setEarlierStoreId(made.store_id);
        return;
      }
      if (isRefusal(failure) && isSame(unanswered, request)) {
        save({ unanswered: undefined });
      }
      throw failure;
    }
  };

  const submit = async () => {
    setWasTried(true);
    if (issues.length > 0 || isSending.current) {
      return;
    }
    isSending.current = true;
    setIsBusy(true);
    setError(undefined);
    try {
      await send();
    } catch (failure) {
      setError(toError(failure));
    } finally {
      isSending.current = false;
      setIsBusy(false);
    }
  };

  return {
    values,
    change,
    submit,
    startOver: () => {
      setWasTried(false);
      setError(undefined);
      setEarlierStoreId(undefined);
      startOver();
    },
    /** For who leaves the form for good. */
    forget,
    /** Whether the values are from an earlier visit. */
    isRestored,
    /** Whether something was sent, and nobody knows what became of it. */
    isUnanswered: !isBusy && draft.unanswered !== undefined,
    /** The store that an earlier try has made, with other values. */
    earlierStoreId,
    makeAnother: () => {
      save({ idempotencyKey: createIdempotencyKey(), unanswered: undefined });
      setEarlierStoreId(undefined);
    },
    isBusy,
    error,
    check,
    /** Names of the fields that the engine's schema has something against. */
    missing: issues.map(({ label }) => label),
    /** Whether it was not even sent, as the engine's schema has something against it. */
    isRefused: wasTried && issues.length > 0,
    fieldErrors: {
      ...check.fields,
      ...Object.fromEntries(
        issues
          // Who has not come to a field yet does not want to hear of it.
          .filter(({ isMissing }) => wasTried || !isMissing)
          .map(({ field, message }) => [field, message]),
      ),
      ...(error && readApiError(error).fields),
    } as Record<string, string>,
  };
}

/** What is possible of what was in the form, and the defaults for the rest. */
function beginWith(
  values: CreateStoreValues | undefined,
  { engines, clusters, defaults }: StoreOffer,
  { owners }: OwnerOptions,
): CreateStoreValues {
  const owner = owners.find(({ id }) => id === values?.owner) ?? owners[0];
  const { cluster, ...choice } =
    completeChoice(engines, values?.choice) ?? defaults;
  return {
    owner: owner?.id ?? '',
    displayName: values?.displayName ?? '',
    choice: {
      ...choice,
      ...(clusters.some(({ name }) => name === cluster) && { cluster }),
    },
  };
}

function toRequest(values: CreateStoreValues): CreateStoreRequest {
  const { owner, displayName, choice } = values;
  return {
    ...choice,
    owner,
    ...(displayName !== '' && { display_name: displayName }),
  };
}

/** Whether the server said no, and so has made nothing. */
function isRefusal(failure: unknown): boolean {
  return (
    ResponseError.is(failure) &&
    failure.statusCode >= 400 &&
    failure.statusCode < 500
  );
}

/** Whether something else was made with the same key. */
function isKeyTaken(failure: unknown): boolean {
  return readApiError(toError(failure)).fields[KEY_FIELD] !== undefined;
}

function isSame(one: CreateStoreRequest, other: CreateStoreRequest): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
