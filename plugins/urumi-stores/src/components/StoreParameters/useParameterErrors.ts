import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { EngineChoice } from './engineChoice';
import { readParameterFields } from './readParameterFields';
import { validateParameters } from './validateParameters';

/**
 * What the engine's schema has against the chosen parameters, in words, by field as the API calls
 * it, such as `parameters.currency`.
 */
export function useParameterErrors(
  engines: Engine[],
  choice: EngineChoice,
): Record<string, string> {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const engine = engines.find(({ id }) => id === choice.engine);
  const fields = engine ? readParameterFields(engine.parameters_schema) : [];
  const issues = validateParameters(fields, choice.parameters);
  return Object.fromEntries(
    Object.entries(issues).map(([name, { rule, bound }]) => [
      `parameters.${name}`,
      t(`parameter.${rule}`, { bound }),
    ]),
  );
}
