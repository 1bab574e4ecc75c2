import { Flex, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { EngineChoice, chooseEngine } from './engineChoice';
import { EngineField } from './EngineField';
import { ParameterInput } from './ParameterInput';
import { PlanField } from './PlanField';
import { readParameterFields } from './readParameterFields';

/**
 * The choice of an engine, with the plans and the parameters of that engine: all that is asked
 * comes from what the engines say of themselves.
 */
export function StoreParameters(props: {
  /** With a single one there is nothing to choose. */
  engines: Engine[];
  value: EngineChoice;
  onChange: (value: EngineChoice) => void;
  /** By field as the API calls it: `engine`, `plan`, `parameters.currency`. */
  errors: Record<string, string>;
}) {
  const { engines, value, onChange, errors } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const engine = engines.find(({ id }) => id === value.engine);
  if (!engine) {
    return null;
  }
  const fields = readParameterFields(engine.parameters_schema);

  return (
    <Flex direction="column" gap="5">
      {engines.length > 1 ? (
        <EngineField
          engines={engines}
          value={value.engine}
          error={errors.engine}
          onChange={engineId => {
            const chosen = engines.find(({ id }) => id === engineId);
            if (chosen) {
              onChange(chooseEngine(chosen, { engine, choice: value }));
            }
          }}
        />
      ) : (
        <Text as="p" color="secondary">
          {t('create.oneEngine', {
            title: engine.title,
            description: engine.description,
          })}
        </Text>
      )}
      <PlanField
        plans={engine.plans}
        value={value.plan}
        error={errors.plan}
        onChange={plan => onChange({ ...value, plan })}
      />
      {fields.map(field => (
        <ParameterInput
          key={`${engine.id}.${field.name}`}
          field={field}
          value={value.parameters[field.name]}
          error={errors[`parameters.${field.name}`]}
          onChange={changed => {
            const { [field.name]: _, ...parameters } = value.parameters;
            onChange({
              ...value,
              parameters:
                changed === undefined
                  ? parameters
                  : { ...parameters, [field.name]: changed },
            });
          }}
        />
      ))}
    </Flex>
  );
}
