import { useId } from 'react';
import { JsonValue } from '@backstage/types';
import { Flex, Switch, Text } from '@backstage/ui';
import { ParameterField } from './readParameterFields';

/** The input for a parameter that is on or off. */
export function SwitchInput(props: {
  field: ParameterField;
  value: JsonValue | undefined;
  error: string | undefined;
  onChange: (value: JsonValue | undefined) => void;
}) {
  const { field, value, error, onChange } = props;
  const id = useId();
  const descriptionId = `${id}-description`;
  const errorId = `${id}-error`;
  return (
    <Flex direction="column" gap="1">
      <Switch
        label={field.label}
        isSelected={value === true}
        onChange={onChange}
        aria-describedby={[field.description && descriptionId, error && errorId]
          .filter(Boolean)
          .join(' ')}
      />
      {field.description && (
        <Text as="p" id={descriptionId} variant="body-small" color="secondary">
          {field.description}
        </Text>
      )}
      {error && (
        <Text
          as="p"
          id={errorId}
          role="alert"
          variant="body-small"
          color="danger"
        >
          {error}
        </Text>
      )}
    </Flex>
  );
}
