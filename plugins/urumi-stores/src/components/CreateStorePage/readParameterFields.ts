import { JsonObject, JsonValue } from '@backstage/types';

/** One parameter of an engine, as the form asks for it. */
export interface ParameterField {
  name: string;
  kind: 'choice' | 'switch' | 'number' | 'text';
  label: string;
  description?: string;
  /** For `choice`. */
  options: string[];
  default?: JsonValue;
  isRequired: boolean;
}

/** Reads the form's fields from an engine's JSON Schema of its parameters. */
export function readParameterFields(schema: JsonObject): ParameterField[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isObject(property)) {
      return [];
    }
    const field: ParameterField = {
      name,
      kind: kindOf(property),
      label: typeof property.title === 'string' ? property.title : name,
      options: Array.isArray(property.enum) ? property.enum.map(String) : [],
      isRequired: required.includes(name),
    };
    if (typeof property.description === 'string') {
      field.description = property.description;
    }
    if (property.default !== undefined) {
      field.default = property.default;
    }
    return [field];
  });
}

/** The parameters as the schema has them by default. */
export function defaultParameters(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    readParameterFields(schema).flatMap(field =>
      field.default === undefined ? [] : [[field.name, field.default]],
    ),
  );
}

function kindOf(property: JsonObject): ParameterField['kind'] {
  if (Array.isArray(property.enum)) {
    return 'choice';
  }
  if (property.type === 'boolean') {
    return 'switch';
  }
  return property.type === 'integer' || property.type === 'number'
    ? 'number'
    : 'text';
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
