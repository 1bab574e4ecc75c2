import {
  AdoptOrphanRequest,
  CreateStoreRequest,
  JOB_STATUSES,
  ListStoresQuery,
  MAX_STORE_IDS,
  ORPHAN_KINDS,
  OrphanReference,
  RollBackStoreRequest,
  STORE_SORTS,
  STORE_STATUSES,
  UpgradeStoreRequest,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import {
  clusterNameSchema,
  cursorFieldSchema,
  hostnameSchema,
  lineSchema,
  nameSchema,
  ownerRefSchema,
  parametersSchema,
  queryBooleanSchema,
  queryIntegerSchema,
  queryListSchema,
  uuidSchema,
} from './fields';

type Fields<T> = Record<keyof T, z.ZodType>;

/** Body of `POST /stores`. */
export const createStoreRequestSchema = z
  .strictObject({
    engine: nameSchema
      .default('woocommerce')
      .describe('Kind of store, one of those that GET /engines lists'),
    display_name: lineSchema({ minLength: 0, maxLength: 120 })
      .nullish()
      .transform(name => name ?? undefined)
      .describe('Name for people; kept as written, need not be unique'),
    plan: nameSchema
      .optional()
      .describe("Size of the store; by default the engine's default plan"),
    owner: ownerRefSchema
      .optional()
      .describe(
        "Entity ref of the owning group or user; by default the caller's team",
      ),
    cluster: clusterNameSchema
      .optional()
      .describe(
        'Cluster that the store runs in; by default the one with the most room',
      ),
    cluster_labels: z
      .record(clusterNameSchema, clusterNameSchema)
      .optional()
      .describe(
        'Labels that the cluster must have, from GET /clusters, in place of its name',
      ),
    hostname: hostnameSchema
      .optional()
      .describe(
        'Host name of the shop; by default store-<uuid>.<base domain of the cluster>',
      ),
    parameters: parametersSchema
      .default({})
      .describe("Settings of the store, by the engine's parameters_schema"),
  } satisfies Fields<CreateStoreRequest>)
  .refine(
    ({ cluster, cluster_labels: labels }) =>
      cluster === undefined || labels === undefined,
    { path: ['cluster_labels'], error: 'must not be given with cluster' },
  )
  .describe('What store to create') satisfies z.ZodType<CreateStoreRequest>;

/** Body of `POST /stores` as it was understood. */
export type ParsedCreateStoreRequest = z.output<
  typeof createStoreRequestSchema
>;

/** Query of `POST /stores`. */
export const createStoreQuerySchema = z.strictObject({
  dry_run: z
    .literal('true')
    .optional()
    .describe('true: answer with the plan and create nothing'),
});

/** Body of `POST /stores/{store_id}/upgrade`. */
export const upgradeStoreRequestSchema = z
  .strictObject({
    chart_version: lineSchema({ minLength: 1, maxLength: 63 })
      .optional()
      .describe(
        'Version of the chart, and with it of the shop software: the one that GET /engines names, or the one that the store runs',
      ),
    plan: nameSchema.optional().describe('Size of the store'),
    parameters: parametersSchema
      .optional()
      .describe(
        'Merged into the parameters of the store, key by key; null takes a parameter back',
      ),
    roll_back_on_failure: z
      .boolean()
      .optional()
      .describe(
        'Whether a failed upgrade is rolled back by itself; by default as the platform is set',
      ),
  } satisfies Fields<UpgradeStoreRequest>)
  .superRefine((request, context) => {
    const { chart_version, plan, parameters } = request;
    if (
      chart_version === undefined &&
      plan === undefined &&
      Object.keys(parameters ?? {}).length === 0
    ) {
      context.addIssue({
        code: 'custom',
        message: 'must name chart_version, plan or parameters',
      });
    }
  })
  .describe(
    'What to change; all that is left out stays as it is',
  ) satisfies z.ZodType<UpgradeStoreRequest>;

/** Body of `POST /stores/{store_id}/rollback`. */
export const rollBackStoreRequestSchema = z
  .strictObject({
    revision: z
      .int()
      .min(1)
      .describe('One that GET /stores/{store_id}/revisions lists'),
  } satisfies Fields<RollBackStoreRequest>)
  .describe('Where to go back to') satisfies z.ZodType<RollBackStoreRequest>;

/** Query of `GET /stores/{store_id}/revisions/{revision}/diff`. */
export const diffRevisionsQuerySchema = z.strictObject({
  to: z
    .preprocess(
      value =>
        typeof value === 'string' && /^\d+$/.test(value)
          ? Number(value)
          : value,
      z.int().min(1),
    )
    .optional()
    .describe('The other revision; by default the one that the store runs'),
});

/** Headers of `POST /stores` that the plugin reads. */
export const createStoreHeadersSchema = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe(
      'The same key with the same body by the same caller gives the same answer, and one store',
    ),
});

/** Query of `GET /stores`. */
export const listStoresQuerySchema = z
  .strictObject({
    limit: queryIntegerSchema({ min: 1, max: 1000, default: 1000 }).describe(
      'Stores on a page',
    ),
    cursor: cursorFieldSchema('stores')
      .optional()
      .describe(
        'Where the page begins, from the Link header of the one before',
      ),
    id: queryListSchema(uuidSchema, { maxItems: MAX_STORE_IDS })
      .optional()
      .describe(
        'Only these stores, at most 100; unknown ones are left out, as are those that the caller may not see',
      ),
    status: queryListSchema(z.enum(STORE_STATUSES))
      .optional()
      .describe('Only stores in one of these statuses'),
    engine: queryListSchema(nameSchema)
      .optional()
      .describe('Only stores of one of these engines'),
    owner: queryListSchema(ownerRefSchema)
      .optional()
      .describe('Only stores of one of these owners, by entity ref'),
    cluster: queryListSchema(clusterNameSchema)
      .optional()
      .describe('Only stores in one of these clusters'),
    q: lineSchema({ minLength: 1, maxLength: 253 })
      .optional()
      .describe('Start of the display name, the id or the host name'),
    include_deleted: queryBooleanSchema({ default: true }).describe(
      'false: leave out deleted stores',
    ),
    sort: z
      .enum(STORE_SORTS)
      .default('-created_at')
      .describe(
        'What to sort by, with a dash for the other way round; -created_at: newest first',
      ),
    count: queryBooleanSchema({ default: false }).describe(
      'true: add X-Total-Count, the number of stores on all pages',
    ),
  } satisfies Fields<ListStoresQuery>)
  .superRefine((query, context) => {
    if (query.cursor && query.cursor.sort !== query.sort) {
      context.addIssue({
        code: 'custom',
        message: `belongs to a list sorted by ${query.cursor.sort}`,
        path: ['cursor'],
      });
    }
  });

/** Query of `GET /stores` as it was understood. */
export type ParsedListStoresQuery = z.output<typeof listStoresQuerySchema>;

/** Query of `GET /jobs`. */
export const listJobsQuerySchema = z.strictObject({
  store_id: uuidSchema.optional().describe('Only jobs of this store'),
  status: queryListSchema(z.enum(JOB_STATUSES))
    .optional()
    .describe('Only jobs in one of these states'),
  limit: queryIntegerSchema({ min: 1, max: 1000, default: 100 }).describe(
    'Jobs on a page',
  ),
  cursor: cursorFieldSchema('jobs')
    .optional()
    .describe('Where the page begins, from the Link header of the one before'),
});

/** Query of `GET /jobs` as it was understood. */
export type ParsedListJobsQuery = z.output<typeof listJobsQuerySchema>;

/** Query of `GET /stores/{store_id}/revisions`. */
export const listRevisionsQuerySchema = z.strictObject({
  limit: queryIntegerSchema({ min: 1, max: 500, default: 100 }).describe(
    'Jobs that have made revisions, on a page',
  ),
  cursor: cursorFieldSchema('revisions')
    .optional()
    .describe('Where the page begins, from the Link header of the one before'),
});

/** Query of `GET /limits`. */
export const getLimitsQuerySchema = z.strictObject({
  owner: ownerRefSchema
    .optional()
    .describe("Whose limits, by entity ref; by default the caller's team"),
});

const orphanFields = {
  cluster: clusterNameSchema.describe('Name of the cluster'),
  kind: z.enum(ORPHAN_KINDS).describe('Kind of the object'),
  name: lineSchema({ minLength: 1, maxLength: 253 }).describe(
    'Name of the object',
  ),
  uid: lineSchema({ minLength: 1, maxLength: 63 }).describe(
    'Uid of exactly that object, from GET /orphans',
  ),
} satisfies Fields<OrphanReference>;

/** Body of `POST /orphans/remove`. */
export const removeOrphanRequestSchema = z
  .strictObject(orphanFields)
  .describe('What leftover to remove') satisfies z.ZodType<OrphanReference>;

/** Body of `POST /orphans/adopt`. */
export const adoptOrphanRequestSchema = z
  .strictObject({
    ...orphanFields,
    owner: ownerRefSchema
      .optional()
      .describe(
        'Entity ref of the owning group or user; by default the one that the namespace was made for',
      ),
  } satisfies Fields<AdoptOrphanRequest>)
  .describe(
    'What leftover to make a living store again',
  ) satisfies z.ZodType<AdoptOrphanRequest>;

/** Query of a call that knows none: a key that is given is refused, not ignored. */
export const noQuerySchema = z.strictObject({});
