import {
  LimitUsage,
  PlanUsage,
  StoreLimits,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { count, entityRef, Fields } from './responseFields';

/** How much of a limit is used. */
export const limitUsageSchema = z.strictObject({
  used: count,
  allowed: count,
  left: count,
} satisfies Fields<LimitUsage>);

const planUsageSchema = z.strictObject({
  plan: z.string(),
  stores_per_owner: limitUsageSchema.nullable().describe('Of the owner'),
  stores_total: limitUsageSchema.nullable(),
} satisfies Fields<PlanUsage>);

export const limitsSchema = z.strictObject({
  owner: entityRef,
  person: entityRef
    .nullable()
    .describe(
      'The caller; null for programs, which have no limit of their own',
    ),
  stores_per_owner: limitUsageSchema,
  stores_per_person: limitUsageSchema
    .nullable()
    .describe('Living stores that the caller has made, whoever owns them'),
  stores_total: limitUsageSchema,
  writes_per_minute: limitUsageSchema.describe(
    'Of the caller, in the current minute',
  ),
  creates_per_minute: limitUsageSchema.describe(
    'Those of them that make stores',
  ),
  deletes_per_minute: limitUsageSchema.describe(
    'Those of them that delete stores',
  ),
  plans: z
    .array(planUsageSchema)
    .describe('Plans that have limits of their own'),
} satisfies Fields<StoreLimits>);
