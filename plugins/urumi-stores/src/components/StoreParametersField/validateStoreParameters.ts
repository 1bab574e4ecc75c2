import { ApiHolder } from '@backstage/core-plugin-api';
import { translationApiRef } from '@backstage/frontend-plugin-api';
import { urumiStoresApiRef } from '../../api';
import { urumiStoresTranslationRef } from '../../translation';
import {
  EngineChoice,
  completeChoice,
  readParameterFields,
  validateParameters,
} from '../StoreParameters';

/**
 * Checks the choice against the schema of its engine. What is missing of it is left to the
 * defaults.
 */
export async function validateStoreParameters(
  data: Partial<EngineChoice> | undefined,
  field: { addError(message: string): void },
  context: { apiHolder: ApiHolder },
): Promise<void> {
  const engines = await context.apiHolder.get(urumiStoresApiRef)?.listEngines();
  const choice = completeChoice(engines ?? [], data);
  const engine = engines?.find(({ id }) => id === choice?.engine);
  if (!choice || !engine) {
    return;
  }
  const fields = readParameterFields(engine.parameters_schema);
  const issues = validateParameters(fields, choice.parameters);
  const names = fields
    .filter(({ name }) => issues[name])
    .map(({ label }) => label)
    .join(', ');
  if (names) {
    field.addError(notRight(names, context.apiHolder));
  }
}

function notRight(names: string, apiHolder: ApiHolder): string {
  const translation = apiHolder
    .get(translationApiRef)
    ?.getTranslation(urumiStoresTranslationRef);
  // The field stands beside it in the person's language, and says what is wrong.
  return translation?.ready
    ? translation.t('parameter.notRight', { names })
    : names;
}
