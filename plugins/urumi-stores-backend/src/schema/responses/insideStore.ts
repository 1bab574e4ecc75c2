import {
  StoreCredentials,
  StoreEvent,
  StoreResource,
  StoreResources,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { count, Fields, id, jsonObject, time } from './responseFields';

export const eventSchema = z.strictObject({
  id: count.describe('Grows over all stores'),
  event_type: z.string(),
  message: z.string(),
  created_at: time,
  actor: z.string().describe('Who or what caused it'),
  job_id: id.nullable(),
  level: z.enum(['info', 'warning', 'error']),
  data: jsonObject,
} satisfies Fields<StoreEvent>);

const resourceSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  health: z.enum(['healthy', 'progressing', 'failed', 'unknown']),
  message: z.string().nullable().describe('Why it is not healthy'),
  created_at: time.nullable(),
  details: jsonObject.describe(
    'For pods: node, images, restarts and containers',
  ),
} satisfies Fields<StoreResource>);

export const resourcesSchema = z.strictObject({
  cluster: z.string(),
  namespace: z.string(),
  simulated_nodes: z
    .boolean()
    .describe('true: the nodes only play pods, nothing of the store runs'),
  items: z.array(resourceSchema),
} satisfies Fields<StoreResources>);

export const credentialsSchema = z.strictObject({
  store_id: id,
  username: z.string(),
  password: z.string(),
  admin_url: z.string(),
} satisfies Fields<StoreCredentials>);
