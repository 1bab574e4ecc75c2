import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { ErrorLike, toError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import {
  CreateStoreRequest,
  Engine,
  StorePlanPreview,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { readApiError } from '../../lib/readApiError';
import { storeRouteRef } from '../../routes';
import { defaultParameters } from './readParameterFields';

/** What the form holds. */
export interface CreateStoreValues {
  engine: string;
  plan: string;
  owner: string;
  displayName: string;
  parameters: JsonObject;
}

/** The state of the form that creates a store, and what its buttons do. */
export function useCreateStoreForm(options: { engine: Engine; owner: string }) {
  const storesApi = useApi(urumiStoresApiRef);
  const navigate = useNavigate();
  const storeLink = useRouteRef(storeRouteRef);
  // One key for as long as the form is open: a second press cannot make a second store.
  const [idempotencyKey] = useState(createIdempotencyKey);
  const [values, setValues] = useState<CreateStoreValues>(() => ({
    ...engineDefaults(options.engine),
    owner: options.owner,
    displayName: '',
  }));
  const [busy, setBusy] = useState<'create' | 'check'>();
  const [error, setError] = useState<ErrorLike>();
  const [preview, setPreview] = useState<StorePlanPreview>();

  const change = (changed: Partial<CreateStoreValues>) => {
    setValues(previous => ({ ...previous, ...changed }));
    // Both spoke of what was in the form before.
    setError(undefined);
    setPreview(undefined);
  };

  const attempt = async (kind: 'create' | 'check') => {
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
    changeEngine: (engine: Engine) => change(engineDefaults(engine)),
    check: () => attempt('check'),
    submit: () => attempt('create'),
    busy,
    error,
    fieldErrors: error ? readApiError(error).fields : {},
    preview,
  };
}

function engineDefaults(engine: Engine) {
  return {
    engine: engine.id,
    plan: engine.default_plan,
    parameters: defaultParameters(engine.parameters_schema),
  };
}

function toRequest(values: CreateStoreValues): CreateStoreRequest {
  const { engine, plan, owner, displayName, parameters } = values;
  return {
    engine,
    plan,
    owner,
    ...(displayName !== '' && { display_name: displayName }),
    parameters,
  };
}

/** 128 random bits. `crypto.randomUUID` is missing where the app is served without TLS. */
function createIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
