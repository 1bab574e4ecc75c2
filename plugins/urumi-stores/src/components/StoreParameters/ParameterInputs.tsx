import { Flex } from '@backstage/ui';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { EngineChoice } from './engineChoice';
import { ParameterInput } from './ParameterInput';
import { readParameterFields } from './readParameterFields';

/** An input for each parameter that the schema of an engine has. */
export function ParameterInputs(props: {
  engine: Engine;
  value: EngineChoice;
  onChange: (value: EngineChoice) => void;
  /** By field as the API calls it, such as `parameters.currency`. */
  errors: Record<string, string>;
}) {
  const { engine, value, onChange, errors } = props;
  return (
    <Flex direction="column" gap="5">
      {readParameterFields(engine.parameters_schema).map(field => (
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
