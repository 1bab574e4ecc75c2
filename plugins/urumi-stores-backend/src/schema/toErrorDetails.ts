import { ValidationErrorDetail } from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';

/** Where in a request a value stands. */
export type InputLocation = 'body' | 'query' | 'path' | 'header';

type Issue = z.core.$ZodIssue;

/**
 * Validation issues in the words of the HTTP contract: where, what, and a word for programs.
 *
 * @remarks
 * The words are those of FastAPI, which existing programs know. The issues must carry their
 * input (`reportInput`); it is looked at and never repeated, as it may hold anything.
 */
export function toErrorDetails(
  issues: readonly Issue[],
  location: InputLocation,
): ValidationErrorDetail[] {
  const details = issues.flatMap(issue => {
    const loc = [location, ...issue.path.map(toLocPart)];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key => ({
        loc: [...loc, key],
        msg: 'is not known here',
        type: 'extra_forbidden',
      }));
    }
    return [{ loc, ...describe(issue) }];
  });
  // A number can break two bounds at once, its type's and its own: the last one is its own.
  const unique = new Map(
    details.map(detail => [JSON.stringify([detail.loc, detail.type]), detail]),
  );
  return [...unique.values()];
}

function toLocPart(part: PropertyKey): string | number {
  return typeof part === 'number' ? part : String(part);
}

function describe(issue: Issue): { msg: string; type: string } {
  switch (issue.code) {
    case 'invalid_type':
      return describeType(issue);
    case 'invalid_value':
      return {
        msg: `must be one of: ${issue.values.map(String).join(', ')}`,
        type: 'enum',
      };
    case 'too_big':
      return describeTooBig(issue);
    case 'too_small':
      return issue.origin === 'string'
        ? {
            msg: 'must not be empty',
            type: 'string_too_short',
          }
        : {
            msg: `must be at least ${issue.minimum}`,
            type: 'greater_than_equal',
          };
    case 'invalid_format':
      return issue.format === 'guid'
        ? { msg: 'must be a UUID', type: 'uuid_parsing' }
        : { msg: issue.message, type: 'string_pattern_mismatch' };
    case 'custom':
      return {
        msg: issue.message,
        type:
          typeof issue.params?.type === 'string'
            ? issue.params.type
            : 'value_error',
      };
    default:
      return { msg: issue.message, type: 'value_error' };
  }
}

function describeTooBig(issue: Issue & { code: 'too_big' }): {
  msg: string;
  type: string;
} {
  switch (issue.origin) {
    case 'string':
      return {
        msg: `must have at most ${issue.maximum} characters`,
        type: 'string_too_long',
      };
    case 'array':
      return {
        msg: `must have at most ${issue.maximum} entries`,
        type: 'too_long',
      };
    default:
      return {
        msg: `must be at most ${issue.maximum}`,
        type: 'less_than_equal',
      };
  }
}

const TYPE_WORDS: Record<string, { name: string; type: string }> = {
  string: { name: 'a string', type: 'string_type' },
  int: { name: 'a whole number', type: 'int_parsing' },
  number: { name: 'a whole number', type: 'int_parsing' },
  boolean: { name: 'true or false', type: 'bool_parsing' },
  array: { name: 'a list', type: 'list_type' },
  object: { name: 'an object', type: 'model_attributes_type' },
  record: { name: 'an object', type: 'dict_type' },
};

function describeType(issue: Issue & { code: 'invalid_type' }): {
  msg: string;
  type: string;
} {
  if (issue.input === undefined) {
    return { msg: 'is required', type: 'missing' };
  }
  const word = TYPE_WORDS[issue.expected] ?? {
    name: issue.expected,
    type: 'value_error',
  };
  return { msg: `must be ${word.name}`, type: word.type };
}
