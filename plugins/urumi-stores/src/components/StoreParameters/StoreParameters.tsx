import { Flex } from '@backstage/ui';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { EngineChoice, switchEngine } from './engineChoice';
import { EngineField } from './EngineField';
import { ParameterInputs } from './ParameterInputs';
import { PlanField } from './PlanField';

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
  const engine = engines.find(({ id }) => id === value.engine);
  if (!engine) {
    return null;
  }

  return (
    <Flex direction="column" gap="5">
      <EngineField
        engines={engines}
        value={value.engine}
        error={errors.engine}
        onChange={id => onChange(switchEngine(engines, value, id))}
      />
      <PlanField
        plans={engine.plans}
        value={value.plan}
        error={errors.plan}
        onChange={plan => onChange({ ...value, plan })}
      />
      <ParameterInputs
        engine={engine}
        value={value}
        onChange={onChange}
        errors={errors}
      />
    </Flex>
  );
}
