import {
  ReceiptItem,
  StoreReceipt,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { count, Fields, id, time } from './responseFields';

const receiptItemSchema = z.strictObject({
  kind: z.string().describe('Kubernetes kind, or HelmRelease'),
  name: z.string(),
  uid: z
    .string()
    .nullable()
    .describe('null: it had gone before it could be looked at'),
  gone_at: time.describe("When the answer came, by the database's clock"),
  answer: z
    .enum(['not_found', 'replaced', 'namespace_gone'])
    .describe(
      'not_found: the API server answered 404; replaced: something with another uid has its name; namespace_gone: the namespace that held it answered 404, and the rights to ask for more went with it',
    ),
} satisfies Fields<ReceiptItem>);

export const receiptSchema = z.strictObject({
  store_id: id,
  cluster: z.string(),
  namespace: z.string(),
  requested_by: z.string().describe('Who asked for the delete'),
  requested_at: time,
  deleted_at: time,
  duration_ms: count,
  note: z
    .string()
    .nullable()
    .describe('What the list cannot say, and why; null: it is complete'),
  items: z.array(receiptItemSchema),
} satisfies Fields<StoreReceipt>);
