import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { EngineChoice } from './engineChoice';
import { readParameterFields } from './readParameterFields';
import { validateParameters } from './validateParameters';

/** Something that the engine's schema has against a chosen parameter. */
export interface FieldIssue {
  /** As the API calls it, such as `parameters.currency`. */
  field: string;
  /** As the form calls it. */
  label: string;
  message: string;
  /** Whether there is only nothing there yet. */
  isMissing: boolean;
}

/** What the engine's schema has against the chosen parameters, in words. */
export function useParameterIssues(
  engines: Engine[],
  choice: EngineChoice,
): FieldIssue[] {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const engine = engines.find(({ id }) => id === choice.engine);
  const fields = engine ? readParameterFields(engine.parameters_schema) : [];
  const issues = validateParameters(fields, choice.parameters);
  return fields.flatMap(({ name, label }) => {
    const issue = issues[name];
    return issue
      ? [
          {
            field: `parameters.${name}`,
            label,
            message: t(`parameter.${issue.rule}`, { bound: issue.bound }),
            isMissing: issue.rule === 'required',
          },
        ]
      : [];
  });
}
