import { ApiHolder } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import { StoresApi } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { readApiError } from '../../lib/readApiError';
import { translateNow } from '../../lib/translateNow';
import {
  EngineChoice,
  completeChoice,
  readParameterFields,
  validateParameters,
} from '../StoreParameters';
import { problemFields } from '../StorePreview';
import { readTemplateValues, toRequest } from './readTemplateValues';

/**
 * Checks the choice before the form goes on: against the schema of its engine, then by asking the
 * backend what it would make of it. What is missing of it is left to the defaults.
 */
export async function validateStoreParameters(
  data: Partial<EngineChoice> | undefined,
  field: { addError(message: string): void },
  context: { apiHolder: ApiHolder; formData?: unknown },
): Promise<void> {
  const { apiHolder, formData } = context;
  const storesApi = apiHolder.get(urumiStoresApiRef);
  const engines = await storesApi?.listEngines();
  const choice = completeChoice(engines ?? [], data);
  const engine = engines?.find(({ id }) => id === choice?.engine);
  if (!storesApi || !choice || !engine) {
    return;
  }
  const fields = readParameterFields(engine.parameters_schema);
  const issues = validateParameters(fields, choice.parameters);
  const names = fields
    .filter(({ name }) => issues[name])
    .map(({ label }) => label)
    .join(', ');
  if (names) {
    // The field stands beside it in the person's language, and says what is wrong.
    field.addError(
      translateNow(apiHolder, t => t('parameter.notRight', { names }), names),
    );
    return;
  }
  const obstacles = await findObstacles(
    storesApi,
    toRequest(choice, readTemplateValues(formData)),
  );
  obstacles.forEach(obstacle => field.addError(obstacle));
}

/** What would keep the store from being made, in the backend's words; only what it is sure of. */
async function findObstacles(
  storesApi: StoresApi,
  request: EngineChoice,
): Promise<string[]> {
  try {
    return Object.values(problemFields(await storesApi.previewStore(request)));
  } catch (error) {
    const { kind, message, fields } = readApiError(toError(error));
    if (kind === 'invalid' && Object.keys(fields).length > 0) {
      return Object.entries(fields).map(([name, issue]) => `${name}: ${issue}`);
    }
    // A backend that is busy or away says no when the template asks it, if it has to.
    return kind === 'invalid' || kind === 'denied' ? [message] : [];
  }
}
