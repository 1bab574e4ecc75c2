import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { urumiStoresPermissions } from '@urumi/backstage-plugin-urumi-stores-common';
import { buildOpenApiDocument } from './openApiDocument';
import { routes } from './routes';

const openApiDocument = buildOpenApiDocument({ version: '1.2.3' });

function find(key: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, child]) => [
    ...(name === key ? [child] : []),
    ...find(key, child),
  ]);
}

it('names each call once, with a permission that exists', () => {
  const operationIds = find('operationId', openApiDocument);
  expect(new Set(operationIds).size).toBe(routes.length);
  const permissions = urumiStoresPermissions.map(({ name }) => name);
  expect([...permissions, 'none'].sort()).toEqual(
    [...new Set(find('x-urumi-permission', openApiDocument))].sort(),
  );
});

it('refers only to components that are there and that validators understand', () => {
  const ajv = addFormats(new Ajv({ strict: true, allowUnionTypes: true }));
  ajv.addVocabulary(['components']);
  ajv.addSchema({ $id: 'api', components: openApiDocument.components });
  for (const ref of new Set(find('$ref', openApiDocument))) {
    expect(ajv.getSchema(`api${ref}`)).toBeInstanceOf(Function);
  }
});

it('describes the body of POST /stores by the schema that validates it', () => {
  expect(openApiDocument).toMatchObject({
    openapi: '3.1.0',
    info: { version: '1.2.3' },
    paths: {
      '/stores': {
        post: {
          'x-urumi-permission': 'urumi.store.create',
          requestBody: {
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/CreateStoreRequest' },
              },
            },
          },
        },
      },
      '/healthz': { get: { security: [], 'x-urumi-permission': 'none' } },
    },
    components: {
      schemas: {
        CreateStoreRequest: {
          additionalProperties: false,
          properties: {
            engine: { default: 'woocommerce' },
            hostname: { maxLength: 253 },
            display_name: {
              anyOf: [{ type: 'string', maxLength: 120 }, { type: 'null' }],
            },
          },
        },
      },
    },
  });
});

it('describes every field of a request', () => {
  for (const { query, headers, body } of routes) {
    for (const shape of [query?.shape, headers?.shape, body?.shape]) {
      for (const field of Object.values(shape ?? {})) {
        expect(field).toHaveProperty('description', expect.any(String));
      }
    }
  }
});
