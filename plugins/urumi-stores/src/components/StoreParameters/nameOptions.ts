import { JsonPrimitive } from '@backstage/types';
import { personLocale } from '../../lib/personLocale';
import { ParameterOption } from './readParameterFields';

/** Parameters whose codes have a name in every language, which browsers know. */
const CODES: {
  parameter: RegExp;
  code: RegExp;
  type: Intl.DisplayNamesType;
  label(name: string, code: string): string;
}[] = [
  {
    parameter: /currency/i,
    code: /^[a-z]{3}$/i,
    type: 'currency',
    label: (name, code) => `${name} (${code})`,
  },
  {
    parameter: /country/i,
    code: /^[a-z]{2}$/i,
    type: 'region',
    label: name => name,
  },
];

/**
 * The values of a choice with what people call them: currencies and countries by their names, in
 * alphabetical order; anything else as it is.
 */
export function nameOptions(
  parameter: string,
  values: JsonPrimitive[],
): ParameterOption[] {
  const options = values.map(value => ({ value, label: String(value) }));
  const codes = CODES.find(
    candidate =>
      candidate.parameter.test(parameter) &&
      options.every(({ label }) => candidate.code.test(label)),
  );
  if (!codes) {
    return options;
  }
  const names = new Intl.DisplayNames(personLocale(), { type: codes.type });
  return options
    .map(({ value, label }) => {
      const code = label.toLocaleUpperCase('en-US');
      return { value, label: codes.label(names.of(code) ?? code, code) };
    })
    .sort((a, b) => a.label.localeCompare(b.label, personLocale()));
}
