import { JsonObject, JsonPrimitive, JsonValue } from '@backstage/types';
import { nameOptions } from './nameOptions';

/** One value of a choice. */
export interface ParameterOption {
  value: JsonPrimitive;
  label: string;
}

/** One parameter of an engine, as the form asks for it. */
export interface ParameterField {
  name: string;
  kind: 'choice' | 'switch' | 'number' | 'text';
  label: string;
  description?: string;
  /** For `choice`. */
  options: ParameterOption[];
  default?: JsonValue;
  isRequired: boolean;
  /** For `number`. */
  isInteger: boolean;
  minimum?: number;
  maximum?: number;
  /** For `text`, in characters. */
  minLength?: number;
  maxLength?: number;
  /** For `text`: an unanchored regular expression. */
  pattern?: string;
}

/** Reads the form's fields from an engine's JSON Schema of its parameters. */
export function readParameterFields(schema: JsonObject): ParameterField[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isObject(property)) {
      return [];
    }
    const label = text(property.title) ?? name;
    const options = readOptions(name, property);
    return [
      {
        name,
        label,
        description: text(property.description),
        kind: options.length > 0 ? 'choice' : kindOf(property),
        options,
        default: property.default,
        isRequired: required.includes(name),
        isInteger: property.type === 'integer',
        minimum: number(property.minimum),
        maximum: number(property.maximum),
        minLength: number(property.minLength),
        maxLength: number(property.maxLength),
        pattern: text(property.pattern),
      },
    ];
  });
}

/** The values of `enum`, or of `oneOf` with a `const` and a title each. */
function readOptions(name: string, property: JsonObject): ParameterOption[] {
  if (Array.isArray(property.enum)) {
    return nameOptions(name, property.enum.filter(isPrimitive));
  }
  const variants = Array.isArray(property.oneOf) ? property.oneOf : [];
  return variants.flatMap(variant =>
    isObject(variant) &&
    variant.const !== undefined &&
    isPrimitive(variant.const)
      ? [
          {
            value: variant.const,
            label: text(variant.title) ?? String(variant.const),
          },
        ]
      : [],
  );
}

function kindOf(property: JsonObject): ParameterField['kind'] {
  switch (property.type) {
    case 'boolean':
      return 'switch';
    case 'integer':
    case 'number':
      return 'number';
    default:
      return 'text';
  }
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function isPrimitive(value: JsonValue): value is JsonPrimitive {
  return typeof value !== 'object' || value === null;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
