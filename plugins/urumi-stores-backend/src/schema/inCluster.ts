import {
  KubernetesEvent,
  KubernetesEvents,
  ResourceUsage,
  StoreLog,
  StoreLogAbsence,
  StoreLogLine,
  StoreUsage,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { lineSchema, queryBooleanSchema, queryIntegerSchema } from './fields';
import { count, Fields, time } from './responses/responseFields';

const kubernetesNameSchema = lineSchema({ minLength: 1, maxLength: 253 });

/** Query of `GET /stores/{store_id}/logs`. */
export const getLogQuerySchema = z.strictObject({
  pod: kubernetesNameSchema
    .optional()
    .describe(
      'Name of the pod; by default the first that is not healthy, else the first',
    ),
  container: kubernetesNameSchema
    .optional()
    .describe('By default the one that is not ready, else the first main one'),
  previous: queryBooleanSchema({ default: false }).describe(
    'true: of the last run of the container, which has ended',
  ),
  since: z.iso
    .datetime()
    .optional()
    .describe('Only lines behind this moment: the time of a line, to go on'),
  lines: queryIntegerSchema({ min: 1, max: 2000, default: 500 }).describe(
    'The newest so many lines at most',
  ),
});

/** Query of `GET /stores/{store_id}/logs` as it was understood. */
export type ParsedGetLogQuery = z.output<typeof getLogQuerySchema>;

const logLineSchema = z.strictObject({
  time: z.string().describe('RFC 3339 with nanoseconds, UTC, by the node'),
  text: z.string().describe('What may be a secret is left out'),
} satisfies Fields<StoreLogLine>);

const logAbsenceSchema = z.strictObject({
  reason: z.enum(['SimulatedNodes', 'NoPod', 'NotStarted']),
  message: z.string(),
} satisfies Fields<StoreLogAbsence>);

export const logSchema = z.strictObject({
  cluster: z.string(),
  namespace: z.string(),
  pod: z.string().nullable().describe('null: the store has no pod'),
  container: z.string().nullable(),
  previous: z.boolean(),
  truncated: z.boolean().describe('true: older lines were left out'),
  absent: logAbsenceSchema
    .nullable()
    .describe('Why there is no log; null: there is one, it may be empty'),
  lines: z.array(logLineSchema).describe('Oldest first'),
} satisfies Fields<StoreLog>);

const kubernetesEventSchema = z.strictObject({
  level: z.enum(['normal', 'warning']),
  reason: z.string(),
  message: z.string(),
  kind: z.string().describe('Of what it is about'),
  name: z.string().describe('Of what it is about'),
  count: count.describe('How often it happened'),
  first_seen: time,
  last_seen: time,
} satisfies Fields<KubernetesEvent>);

export const kubernetesEventsSchema = z.strictObject({
  cluster: z.string(),
  namespace: z.string(),
  items: z
    .array(kubernetesEventSchema)
    .describe('The newest 200, newest first; the cluster forgets them'),
  truncated: z
    .boolean()
    .describe('true: more than the 2,500 that are read; newer may be missing'),
} satisfies Fields<KubernetesEvents>);

const resourceUsageSchema = z.strictObject({
  resource: z.string().describe('Such as limits.memory'),
  used: z.string().describe('Kubernetes quantity'),
  hard: z.string().describe('Kubernetes quantity'),
  share: z.number().nullable().describe('1 is all of it; null: the limit is 0'),
} satisfies Fields<ResourceUsage>);

export const usageSchema = z.strictObject({
  cluster: z.string(),
  namespace: z.string(),
  items: z
    .array(resourceUsageSchema)
    .describe('Empty while the store has no namespace'),
} satisfies Fields<StoreUsage>);
