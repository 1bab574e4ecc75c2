import {
  Store,
  STORE_STATUSES,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { ActionZod } from './actionsRegistry';

/** What an action tells of a store; a list of them stays short. */
export const storeSummarySchema = (z: ActionZod) =>
  z.object({
    store_id: z.string().describe('Id of the store, for the other actions'),
    display_name: z.string().nullable(),
    engine: z.string(),
    plan: z.string(),
    cluster: z.string(),
    owner: z.string().describe('Entity ref of the owning group or user'),
    status: z.enum(STORE_STATUSES),
    url: z
      .string()
      .nullable()
      .describe('Address of the shop; null unless the store is READY'),
    chart_version: z.string(),
    created_by: z.string(),
    created_at: z.string(),
    updated_at: z.string(),
    last_error: z
      .string()
      .nullable()
      .describe('Why the store is FAILED; null unless it is'),
  });

/** The store as {@link storeSummarySchema} has it. */
export function summarizeStore(store: Store) {
  return {
    store_id: store.id,
    display_name: store.display_name,
    engine: store.engine,
    plan: store.plan,
    cluster: store.cluster,
    owner: store.owner,
    status: store.status,
    url: store.url,
    chart_version: store.chart_version,
    created_by: store.created_by,
    created_at: store.created_at,
    updated_at: store.updated_at,
    last_error: store.last_error,
  };
}

/** Names the store that an action is about. */
export const storeIdSchema = (z: ActionZod) =>
  z.string().describe('Id of the store, as list-stores gives it');
