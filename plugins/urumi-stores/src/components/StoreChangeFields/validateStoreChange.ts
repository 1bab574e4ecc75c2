import { ApiHolder } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import { urumiStoresApiRef } from '../../api';
import { readApiError } from '../../lib/readApiError';
import { translateNow } from '../../lib/translateNow';
import { ChosenStore, readChosenStore } from './readChosenStore';
import { readStoreId } from './readStoreId';

interface Field {
  addError(message: string): void;
}

interface Context {
  apiHolder: ApiHolder;
  formData?: unknown;
  uiSchema?: { 'ui:options'?: { store?: string } };
}

/** Has the backend asked whether the picked store can get that plan. */
export async function validateStorePlan(
  plan: string | undefined,
  field: Field,
  context: Context,
): Promise<void> {
  const chosen = await readChangeable(field, context);
  if (chosen && chosen.store.plan === plan) {
    field.addError(
      translateNow(
        context.apiHolder,
        t => t('storeChange.samePlan'),
        `${chosen.store.plan} = ${plan}`,
      ),
    );
  }
}

/** Has the backend asked whether the picked store can be upgraded. */
export async function validateStoreVersion(
  _version: string | undefined,
  field: Field,
  context: Context,
): Promise<void> {
  await readChangeable(field, context);
}

/** The picked store, unless it cannot be changed: then the field says so. */
async function readChangeable(
  field: Field,
  { apiHolder, formData, uiSchema }: Context,
): Promise<ChosenStore | undefined> {
  const storesApi = apiHolder.get(urumiStoresApiRef);
  const storeId = readStoreId(formData, uiSchema?.['ui:options']?.store);
  if (!storesApi || storeId === undefined) {
    return undefined;
  }
  try {
    const chosen = await readChosenStore(storesApi, storeId);
    const { status } = chosen.store;
    if (status === 'READY') {
      return chosen;
    }
    field.addError(
      translateNow(
        apiHolder,
        t => t('storeChange.notReady', { status: t(`status.${status}`) }),
        status,
      ),
    );
  } catch (error) {
    const { kind, message } = readApiError(toError(error));
    // A backend that is busy or away says no when the template asks it, if it has to.
    if (kind === 'denied' || kind === 'not-found') {
      field.addError(message);
    }
  }
  return undefined;
}
