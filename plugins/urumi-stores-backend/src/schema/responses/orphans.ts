import {
  Orphan,
  ORPHAN_KINDS,
  ORPHAN_REASONS,
  OrphanReference,
  OrphanRemoval,
  Orphans,
  STORE_STATUSES,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { entityRef, Fields, id, time } from './responseFields';

const orphanReferenceFields = {
  cluster: z.string(),
  kind: z.enum(ORPHAN_KINDS),
  name: z.string(),
  uid: z.string(),
} satisfies Fields<OrphanReference>;

const orphanSchema = z.strictObject({
  ...orphanReferenceFields,
  labels: z.record(z.string(), z.string()),
  created_at: time.nullable(),
  deleting: z.boolean().describe('true: its deletion was asked for'),
  reason: z.enum(ORPHAN_REASONS),
  message: z.string().describe('The reason as a sentence'),
  store: z
    .strictObject({
      id,
      display_name: z.string().nullable(),
      state: z.enum(STORE_STATUSES),
      owner: entityRef,
      deleted_at: time.nullable(),
    })
    .nullable()
    .describe('The store that it names; null when there is no record of it'),
  volumes: z
    .array(z.string())
    .describe('Of a namespace: the volumes that go with it'),
  remove_refused: z
    .string()
    .nullable()
    .describe('Why it cannot be removed; null: it can'),
  adopt_refused: z
    .string()
    .nullable()
    .describe('Why it cannot become a store; null: it may'),
} satisfies Fields<Orphan>);

export const orphansSchema = z.strictObject({
  clusters: z.array(
    z.strictObject({
      name: z.string(),
      message: z
        .string()
        .nullable()
        .describe('Why it could not be looked at; null: it was'),
    }),
  ),
  items: z.array(orphanSchema),
  truncated: z.boolean().describe('true: there are more than these'),
} satisfies Fields<Orphans>);

export const orphanRemovalSchema = z.strictObject({
  ...orphanReferenceFields,
  state: z
    .enum(['removing', 'gone'])
    .describe('gone: it was not there any more'),
} satisfies Fields<OrphanRemoval>);
