import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { EngineChoice } from './engineChoice';
import { useParameterIssues } from './useParameterIssues';

/**
 * What the engine's schema has against the chosen parameters, in words, by field as the API calls
 * it, such as `parameters.currency`.
 */
export function useParameterErrors(
  engines: Engine[],
  choice: EngineChoice,
): Record<string, string> {
  return Object.fromEntries(
    useParameterIssues(engines, choice).map(({ field, message }) => [
      field,
      message,
    ]),
  );
}
