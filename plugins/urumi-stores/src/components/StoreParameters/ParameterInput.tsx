import { JsonValue } from '@backstage/types';
import { NumberField, TextField } from '@backstage/ui';
import { ChoiceInput } from './ChoiceInput';
import { fieldError } from './fieldError';
import { ParameterField } from './readParameterFields';
import { SwitchInput } from './SwitchInput';

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
      return <ChoiceInput {...props} />;
    case 'switch':
      return <SwitchInput {...props} />;
    case 'number':
      return (
        <NumberField
          {...common}
          value={typeof value === 'number' ? value : NaN}
          minValue={field.minimum}
          maxValue={field.maximum}
          {...(field.isInteger && {
            step: 1,
            formatOptions: { maximumFractionDigits: 0 },
          })}
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
