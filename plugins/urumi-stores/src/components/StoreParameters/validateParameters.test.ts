import { JsonObject, JsonValue } from '@backstage/types';
import { readParameterFields } from './readParameterFields';
import { validateParameters } from './validateParameters';

function issueOf(property: JsonObject, value: JsonValue | undefined) {
  const fields = readParameterFields({
    required: property.needed ? ['x'] : [],
    properties: { x: property },
  });
  return validateParameters(fields, value === undefined ? {} : { x: value }).x;
}

describe('validateParameters', () => {
  it.each([
    [{ type: 'string' }, undefined],
    [{ type: 'string', default: 'a', needed: true }, 'b'],
    [{ type: 'string', minLength: 1, maxLength: 2 }, '🚲🚲'],
    [{ type: 'string', pattern: 'b' }, 'abc'],
    [{ enum: ['a', 1, null] }, 1],
    [{ enum: ['a', null] }, null],
    [{ oneOf: [{ const: 'a', title: 'A' }] }, 'a'],
    [{ type: 'integer', minimum: 1, maximum: 3 }, 3],
    [{ type: 'number' }, 1.5],
    [{ type: 'boolean' }, false],
  ])('has nothing against %p with %p', (property, value) => {
    expect(issueOf(property, value)).toBeUndefined();
  });

  it.each([
    [{ type: 'string', needed: true }, undefined, 'required', ''],
    [{ type: 'string', minLength: 2 }, '🚲', 'minLength', '2'],
    [{ type: 'string', maxLength: 2 }, 'abc', 'maxLength', '2'],
    [{ type: 'string', pattern: '^b' }, 'abc', 'pattern', ''],
    [{ enum: [1, 2] }, '1', 'choice', ''],
    [{ oneOf: [{ const: 'a', title: 'A' }] }, 'A', 'choice', ''],
    [{ type: 'integer' }, 1.5, 'integer', ''],
    [{ type: 'integer', minimum: 1 }, 0, 'minimum', '1'],
    [{ type: 'number', maximum: 0.5 }, 1, 'maximum', '0.5'],
  ])('refuses for %p the value %p', (property, value, rule, bound) => {
    expect(issueOf(property, value)).toEqual({ rule, bound });
  });
});
