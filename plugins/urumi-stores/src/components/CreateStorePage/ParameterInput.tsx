import { JsonValue } from '@backstage/types';
import { NumberField, Select, Switch, Text, TextField } from '@backstage/ui';
import { fieldError } from './fieldError';
import { ParameterField } from './readParameterFields';

/** The input for one parameter of an engine. */
export function ParameterInput(props: {
  field: ParameterField;
  value: JsonValue | undefined;
  error: string | undefined;
  /** Undefined: the parameter is left out. */
  onChange: (value: JsonValue | undefined) => void;
}) {
  const { field, value, error, onChange } = props;
  const common = {
    label: field.label,
    isRequired: field.isRequired,
    ...(field.description && { description: field.description }),
    ...fieldError(error),
  };

  switch (field.kind) {
    case 'choice':
      return (
        <Select
          {...common}
          value={value === undefined ? null : String(value)}
          onChange={key => onChange(key === null ? undefined : String(key))}
          options={field.options.map(option => ({ id: option, label: option }))}
        />
      );
    case 'switch':
      return (
        <div>
          <Switch
            label={field.label}
            isSelected={value === true}
            onChange={onChange}
          />
          <Text as="p" variant="body-small" color="secondary">
            {field.description}
          </Text>
          {error && (
            <Text as="p" role="alert" variant="body-small" color="danger">
              {error}
            </Text>
          )}
        </div>
      );
    case 'number':
      return (
        <NumberField
          {...common}
          value={typeof value === 'number' ? value : NaN}
          onChange={number =>
            onChange(Number.isNaN(number) ? undefined : number)
          }
        />
      );
    default:
      return (
        <TextField
          {...common}
          value={typeof value === 'string' ? value : ''}
          onChange={text => onChange(text === '' ? undefined : text)}
        />
      );
  }
}
