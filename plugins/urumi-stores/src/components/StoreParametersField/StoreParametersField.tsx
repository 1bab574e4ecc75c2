import { useEffect } from 'react';
import { Box, Flex } from '@backstage/ui';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { StoreLimits } from '../StoreLimits';
import {
  CreateStoreGate,
  EngineChoice,
  PlacementFields,
  StoreOffer,
  StoreParameters,
  completeChoice,
  useParameterIssues,
} from '../StoreParameters';
import { PreviewCard, useStorePreview } from '../StorePreview';
import {
  TemplateValues,
  readTemplateValues,
  toRequest,
} from './readTemplateValues';

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
      {offer => (
        <Choice
          offer={offer}
          value={completeChoice(offer.engines, formData) ?? offer.defaults}
          formData={formData}
          template={readTemplateValues(formContext?.formData)}
          onChange={onChange}
          wasRefused={Boolean(rawErrors?.length)}
        />
      )}
    </CreateStoreGate>
  );
}

function Choice(props: {
  offer: StoreOffer;
  value: EngineChoice;
  /** What the form holds of it yet. */
  formData: EngineChoice | undefined;
  /** What the template has asked for by now. */
  template: TemplateValues;
  onChange: (value: EngineChoice) => void;
  wasRefused: boolean;
}) {
  const { offer, value, formData, template, onChange, wasRefused } = props;
  const issues = useParameterIssues(offer.engines, value);
  const check = useStorePreview(
    issues.length === 0 ? toRequest(value, template) : undefined,
  );
  const errors = {
    ...check.fields,
    ...Object.fromEntries(
      issues
        // Who has not come to a field yet does not want to hear of it.
        .filter(({ isMissing }) => wasRefused || !isMissing)
        .map(({ field, message }) => [field, message]),
    ),
  };
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
          engines={offer.engines}
          value={value}
          onChange={onChange}
          errors={errors}
        />
        <PlacementFields
          clusters={offer.clusters}
          value={value}
          onChange={onChange}
          errors={errors}
        />
        <PreviewCard check={check} missing={issues.map(({ label }) => label)} />
        <StoreLimits
          plan={value.plan}
          {...(template.owner !== undefined && { owner: template.owner })}
        />
      </Flex>
    </Box>
  );
}
