import { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { kubernetesEventsSchema, logSchema, usageSchema } from './inCluster';
import {
  adoptOrphanRequestSchema,
  createStoreRequestSchema,
  removeOrphanRequestSchema,
  rollBackStoreRequestSchema,
  upgradeStoreRequestSchema,
} from './requests';
import {
  conditionSchema,
  credentialsSchema,
  engineSchema,
  errorBodySchema,
  eventSchema,
  failureSchema,
  jobSchema,
  limitsSchema,
  operationSchema,
  orphanRemovalSchema,
  orphansSchema,
  planPreviewSchema,
  readinessSchema,
  receiptSchema,
  resourcesSchema,
  revisionDiffSchema,
  revisionSchema,
  stepSchema,
  storeDetailsSchema,
  storeSchema,
} from './responses';
import { Route, routes } from './routes';

const RESPONSE_COMPONENTS: Record<string, z.ZodType> = {
  Engine: engineSchema,
  Error: errorBodySchema,
  Job: jobSchema,
  KubernetesEvents: kubernetesEventsSchema,
  OrphanRemoval: orphanRemovalSchema,
  Orphans: orphansSchema,
  Readiness: readinessSchema,
  Store: storeSchema,
  StoreCondition: conditionSchema,
  StoreCredentials: credentialsSchema,
  StoreDetails: storeDetailsSchema,
  StoreEvent: eventSchema,
  StoreFailure: failureSchema,
  StoreLimits: limitsSchema,
  StoreLog: logSchema,
  StoreOperation: operationSchema,
  StorePlanPreview: planPreviewSchema,
  StoreReceipt: receiptSchema,
  StoreResources: resourcesSchema,
  StoreRevision: revisionSchema,
  StoreRevisionDiff: revisionDiffSchema,
  StoreStep: stepSchema,
  StoreUsage: usageSchema,
};

const REQUEST_COMPONENTS: Record<string, z.ZodType> = {
  AdoptOrphanRequest: adoptOrphanRequestSchema,
  CreateStoreRequest: createStoreRequestSchema,
  RemoveOrphanRequest: removeOrphanRequestSchema,
  RollBackStoreRequest: rollBackStoreRequestSchema,
  UpgradeStoreRequest: upgradeStoreRequestSchema,
};

const ERROR_DESCRIPTIONS: Record<number, string> = {
  400: 'An id is not a UUID, or a revision no number',
  401: 'No valid credentials',
  403: 'The caller may not do this',
  404: 'There is no such store, job or leftover, or no receipt was kept',
  409: 'Not possible in the present state, or a limit is reached; the message says which',
  413: 'The body is larger than 100 kB',
  422: 'The input is wrong; detail lists every field and why',
  429: 'Too many writes; try again after Retry-After seconds',
  503: 'The cluster cannot be reached at the moment',
};

/**
 * The OpenAPI 3.1 document of the HTTP API, made from the schemas that also validate.
 */
export function buildOpenApiDocument(options: { version: string }): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method]: toOperation(route),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Urumi Stores',
      description:
        'Online stores, self-service: create them, watch them, delete them.',
      version: options.version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/urumi-stores' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'Token of a Backstage user or service',
        },
      },
      schemas: {
        ...toComponents(REQUEST_COMPONENTS, 'input'),
        ...toComponents(RESPONSE_COMPONENTS, 'output'),
      },
    },
  };
}

function toOperation(route: Route): JsonObject {
  const errors =
    route.access === 'open' ? route.errors : [401, 403, ...route.errors];
  return {
    operationId: route.operationId,
    summary: route.summary,
    'x-urumi-permission':
      typeof route.access === 'object' ? route.access.permission : 'none',
    ...(route.access === 'open' && { security: [] }),
    parameters: toParameters(route),
    ...(route.body && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: toSchema(route.body, 'input') },
        },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.responses).map(([status, response]) => [
          status,
          {
            description: response.description,
            ...(response.headers && {
              headers: Object.fromEntries(
                Object.entries(response.headers).map(([name, description]) => [
                  name,
                  { description, schema: { type: 'string' } },
                ]),
              ),
            }),
            content: {
              [response.contentType ?? 'application/json']: {
                schema: toSchema(response.schema, 'output'),
              },
            },
          },
        ]),
      ),
      ...Object.fromEntries(
        errors.map(status => [
          String(status),
          {
            description: ERROR_DESCRIPTIONS[status],
            ...(status === 429 && {
              headers: {
                'Retry-After': {
                  description: 'Seconds',
                  schema: { type: 'integer' },
                },
              },
            }),
            content: {
              'application/json': {
                schema: toSchema(errorBodySchema, 'output'),
              },
            },
          },
        ]),
      ),
    },
  };
}

function toParameters(route: Route): JsonObject[] {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema:
      name === 'revision'
        ? { type: 'integer', minimum: 1 }
        : { type: 'string', format: 'uuid' },
  }));
  return [
    ...inPath,
    ...fieldParameters(route.query, 'query'),
    ...fieldParameters(route.headers, 'header'),
  ];
}

function fieldParameters(
  schema: z.ZodObject | undefined,
  location: 'query' | 'header',
): JsonObject[] {
  if (!schema) {
    return [];
  }
  const { properties = {} } = z.toJSONSchema(schema, {
    io: 'input',
    override: dropPatternOfFormat,
  });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as JsonObject;
    return {
      name:
        location === 'header'
          ? name.replace(/(^|-)[a-z]/g, letter => letter.toUpperCase())
          : name,
      in: location,
      required: false,
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

/** A reference where the schema is a component, the schema itself where it is not. */
function toSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const components = io === 'input' ? REQUEST_COMPONENTS : RESPONSE_COMPONENTS;
  const name = Object.keys(components).find(key => components[key] === schema);
  if (name !== undefined) {
    return { $ref: componentRef(name) };
  }
  if (schema instanceof z.ZodArray) {
    return { type: 'array', items: toSchema(schema.element as z.ZodType, io) };
  }
  return withoutDialect(
    z.toJSONSchema(schema, { io, override: dropPatternOfFormat }),
  );
}

function toComponents(
  components: Record<string, z.ZodType>,
  io: 'input' | 'output',
): JsonObject {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(components)) {
    registry.add(schema, { id });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: componentRef,
    override: dropPatternOfFormat,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      withoutDialect(schema),
    ]),
  );
}

/** The pattern of a format, such as of dates, says nothing more and is unreadable. */
function dropPatternOfFormat(options: {
  jsonSchema: z.core.JSONSchema.BaseSchema;
}) {
  if (options.jsonSchema.format !== undefined) {
    delete options.jsonSchema.pattern;
  }
}

/** OpenAPI 3.1 names the dialect for the whole document, and has no use for `$id`. */
function withoutDialect(schema: object): JsonObject {
  const { $schema, $id, ...rest } = schema as JsonObject;
  return rest;
}

function componentRef(name: string): string {
  return `#/components/schemas/${name}`;
}
