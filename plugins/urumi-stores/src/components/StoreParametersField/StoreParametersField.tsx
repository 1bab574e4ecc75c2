import { useEffect } from 'react';
import { Box, Flex } from '@backstage/ui';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreLimits } from '../StoreLimits';
import {
  CreateStoreGate,
  EngineChoice,
  StoreParameters,
  completeChoice,
  useParameterErrors,
} from '../StoreParameters';

/**
 * What a template may tell the field, in `ui:options`.
 *
 * @public
 */
export type StoreParametersOptions = {
  /** Id of the only engine to offer; all are offered when it is left out. */
  engine?: string;
};

/** The field as the form of a Software Template uses it. */
export type StoreParametersFieldProps = FieldExtensionComponentProps<
  EngineChoice,
  StoreParametersOptions
>;

/** Asks, within the form of a Software Template, for what the page that creates stores asks. */
export function StoreParametersField(props: StoreParametersFieldProps) {
  const { uiSchema, formData, formContext, onChange, rawErrors } = props;
  return (
    <CreateStoreGate engineId={uiSchema['ui:options']?.engine}>
      {(engines, defaults) => (
        <Choice
          engines={engines}
          value={completeChoice(engines, formData) ?? defaults}
          formData={formData}
          owner={readOwner(formContext)}
          onChange={onChange}
          wasRefused={Boolean(rawErrors?.length)}
        />
      )}
    </CreateStoreGate>
  );
}

function Choice(props: {
  engines: Engine[];
  value: EngineChoice;
  /** What the form holds of it yet. */
  formData: EngineChoice | undefined;
  /** Entity ref of the owner, if the template has asked for it by now. */
  owner: string | undefined;
  onChange: (value: EngineChoice) => void;
  wasRefused: boolean;
}) {
  const { engines, value, formData, owner, onChange, wasRefused } = props;
  const errors = useParameterErrors(engines, value);
  useEffect(() => {
    if (value !== formData) {
      onChange(value);
    }
  });
  return (
    // The paper of the scaffolder is not known to the inputs, which would be drawn as light as it.
    <Box bg="neutral">
      <Flex direction="column" gap="5">
        <StoreParameters
          engines={engines}
          value={value}
          onChange={onChange}
          // Who is still filling in the form does not want to hear of it.
          errors={wasRefused ? errors : {}}
        />
        <StoreLimits
          plan={value.plan}
          {...(owner !== undefined && { owner })}
        />
      </Flex>
    </Box>
  );
}

/** What the form holds in its field `owner`, which the template of the stores has. */
function readOwner(formContext: unknown): string | undefined {
  const { formData } = (formContext ?? {}) as {
    formData?: { owner?: unknown };
  };
  const owner = formData?.owner;
  return typeof owner === 'string' && owner !== '' ? owner : undefined;
}
