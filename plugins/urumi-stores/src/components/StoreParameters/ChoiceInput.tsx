import { JsonValue } from '@backstage/types';
import { Select } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { urumiStoresTranslationRef } from '../../translation';
import { fieldError } from './fieldError';
import { ParameterField } from './readParameterFields';

/** With more options than these, one searches rather than reads. */
const READABLE_OPTIONS = 10;

const NOTHING = '';

/** The input for a parameter with a fixed set of values. */
export function ChoiceInput(props: {
  field: ParameterField;
  value: JsonValue | undefined;
  error: string | undefined;
  onChange: (value: JsonValue | undefined) => void;
}) {
  const { field, value, error, onChange } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const isOptional = !field.isRequired && field.default === undefined;
  const options = field.options.map(option => ({
    id: String(option.value),
    label: option.label,
  }));
  return (
    <Select
      label={field.label}
      isRequired={field.isRequired}
      {...(field.description && { description: field.description })}
      {...fieldError(error)}
      value={value === undefined ? null : String(value)}
      onChange={key =>
        onChange(
          field.options.find(option => String(option.value) === key)?.value,
        )
      }
      options={
        isOptional
          ? [{ id: NOTHING, label: t('parameter.nothing') }, ...options]
          : options
      }
      {...(options.length > READABLE_OPTIONS && {
        search: { placeholder: t('parameter.search', { name: field.label }) },
      })}
    />
  );
}
