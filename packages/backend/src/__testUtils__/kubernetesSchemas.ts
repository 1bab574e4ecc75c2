import { JsonObject, JsonValue } from '@backstage/types';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface OpenApi {
  definitions: Record<string, JsonObject>;
}

type GroupVersionKind = { group: string; version: string; kind: string };

/** What the document calls a string, though numbers are taken as well. */
const NUMBERS_TOO = [
  'io.k8s.apimachinery.pkg.api.resource.Quantity',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
];

/** Writes a JSON schema for each kind of a Kubernetes OpenAPI document, under the name by which kubeconform looks for it. */
export async function writeSchemas(options: {
  openApi: OpenApi;
  folder: string;
}): Promise<void> {
  const { definitions } = options.openApi;
  const strict = Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [
      name,
      NUMBERS_TOO.includes(name)
        ? { type: ['string', 'number'] }
        : closed(definition),
    ]),
  );
  for (const [name, definition] of Object.entries(definitions)) {
    const kinds = definition['x-kubernetes-group-version-kind'] as
      | GroupVersionKind[]
      | undefined;
    // Options of calls belong to every group.
    if (kinds?.length === 1) {
      const [{ group, version, kind }] = kinds;
      const suffix = [group.split('.')[0], version].filter(Boolean).join('-');
      await writeFile(
        join(options.folder, `${kind.toLowerCase()}-${suffix}.json`),
        JSON.stringify({
          $ref: `#/definitions/${name}`,
          definitions: reachable(name, strict),
        }),
      );
    }
  }
}

/** Takes no property that it does not name. */
function closed(definition: JsonObject): JsonObject {
  return definition.properties
    ? { ...definition, additionalProperties: false }
    : definition;
}

function reachable(
  start: string,
  definitions: Record<string, JsonObject>,
): Record<string, JsonObject> {
  const found: Record<string, JsonObject> = {};
  const open = [start];
  for (let name = open.pop(); name; name = open.pop()) {
    if (!found[name]) {
      found[name] = definitions[name];
      open.push(...references(definitions[name]));
    }
  }
  return found;
}

function references(value: JsonValue | undefined): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(references);
  }
  if (value === null || typeof value !== 'object') {
    return [];
  }
  return Object.entries(value).flatMap(([key, entry]) =>
    key === '$ref' && typeof entry === 'string'
      ? [entry.replace('#/definitions/', '')]
      : references(entry),
  );
}
