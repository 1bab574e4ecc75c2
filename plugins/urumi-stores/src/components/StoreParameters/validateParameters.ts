import { JsonObject, JsonValue } from '@backstage/types';
import { ParameterField } from './readParameterFields';

/** What is not right with the value of a parameter; each has its text. */
export interface ParameterIssue {
  rule:
    | 'required'
    | 'choice'
    | 'integer'
    | 'minimum'
    | 'maximum'
    | 'minLength'
    | 'maxLength'
    | 'pattern';
  /** The bound that is broken, where there is one. */
  bound: string;
}

/**
 * What the engine's schema has against the values, by parameter. It only spares people a round
 * trip: the server checks the whole schema.
 */
export function validateParameters(
  fields: ParameterField[],
  values: JsonObject,
): Record<string, ParameterIssue> {
  return Object.fromEntries(
    fields.flatMap(field => {
      const issue = findIssue(field, values[field.name]);
      return issue ? [[field.name, issue]] : [];
    }),
  );
}

function findIssue(
  field: ParameterField,
  value: JsonValue | undefined,
): ParameterIssue | undefined {
  if (value === undefined) {
    return field.isRequired ? { rule: 'required', bound: '' } : undefined;
  }
  if (field.kind === 'choice') {
    return field.options.some(option => option.value === value)
      ? undefined
      : { rule: 'choice', bound: '' };
  }
  if (typeof value === 'number') {
    return findNumberIssue(field, value);
  }
  return typeof value === 'string' ? findTextIssue(field, value) : undefined;
}

function findNumberIssue(
  field: ParameterField,
  value: number,
): ParameterIssue | undefined {
  const { isInteger, minimum = -Infinity, maximum = Infinity } = field;
  if (isInteger && !Number.isInteger(value)) {
    return { rule: 'integer', bound: '' };
  }
  if (value < minimum) {
    return { rule: 'minimum', bound: String(minimum) };
  }
  return value > maximum
    ? { rule: 'maximum', bound: String(maximum) }
    : undefined;
}

function findTextIssue(
  field: ParameterField,
  value: string,
): ParameterIssue | undefined {
  const { minLength = 0, maxLength = Infinity, pattern } = field;
  // As JSON Schema counts: an emoji is one character.
  const { length } = [...value];
  if (length < minLength) {
    return { rule: 'minLength', bound: String(minLength) };
  }
  if (length > maxLength) {
    return { rule: 'maxLength', bound: String(maxLength) };
  }
  return pattern !== undefined && !new RegExp(pattern, 'u').test(value)
    ? { rule: 'pattern', bound: '' }
    : undefined;
}
