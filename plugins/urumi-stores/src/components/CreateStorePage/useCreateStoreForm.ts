import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { ErrorLike, toError } from '@backstage/errors';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import {
  CreateStoreRequest,
  Engine,
  StorePlanPreview,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { readApiError } from '../../lib/readApiError';
import { storeRouteRef } from '../../routes';
import { EngineChoice, useParameterErrors } from '../StoreParameters';

/** What the form holds. */
export interface CreateStoreValues {
  owner: string;
  displayName: string;
  choice: EngineChoice;
}

/** The state of the form that creates a store, and what its buttons do. */
export function useCreateStoreForm(options: {
  engines: Engine[];
  /** The choice to begin with. */
  defaults: EngineChoice;
  owner: string;
}) {
  const { engines, defaults, owner } = options;
  const storesApi = useApi(urumiStoresApiRef);
  const navigate = useNavigate();
  const storeLink = useRouteRef(storeRouteRef);
  // One key for as long as the form is open: a second press cannot make a second store.
  const [idempotencyKey] = useState(createIdempotencyKey);
  const [values, setValues] = useState<CreateStoreValues>(() => ({
    owner,
    displayName: '',
    choice: defaults,
  }));
  const parameterErrors = useParameterErrors(engines, values.choice);
  const [wasTried, setWasTried] = useState(false);
  const [busy, setBusy] = useState<'create' | 'check'>();
  const [error, setError] = useState<ErrorLike>();
  const [preview, setPreview] = useState<StorePlanPreview>();

  const change = (changed: Partial<CreateStoreValues>) => {
    setValues(previous => ({ ...previous, ...changed }));
    // Both spoke of what was in the form before.
    setError(undefined);
    setPreview(undefined);
  };

  const isRight = Object.keys(parameterErrors).length === 0;
  const attempt = async (kind: 'create' | 'check') => {
    setWasTried(true);
    if (!isRight) {
      return;
    }
    setBusy(kind);
    setError(undefined);
    try {
      const request = toRequest(values);
      if (kind === 'check') {
        setPreview(await storesApi.previewStore(request));
      } else {
        const { store_id: storeId } = await storesApi.createStore(request, {
          idempotencyKey,
        });
        navigate(storeLink({ storeId }));
      }
    } catch (failure) {
      setPreview(undefined);
      setError(toError(failure));
    } finally {
      setBusy(undefined);
    }
  };

  return {
    values,
    change,
    check: () => attempt('check'),
    submit: () => attempt('create'),
    busy,
    error,
    /** Whether it was not even sent, as the engine's schema has something against it. */
    isRefused: wasTried && !isRight,
    fieldErrors: {
      // Who is still filling in the form does not want to hear of it.
      ...(wasTried && parameterErrors),
      ...(error && readApiError(error).fields),
    },
    preview,
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

/** 128 random bits. `crypto.randomUUID` is missing where the app is served without TLS. */
function createIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
