import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import {
  STORE_RESOURCE_TYPE,
  URUMI_STORES_PLUGIN_ID,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** What the permission rules look at of a store. */
export interface StoreResource {
  id: string;
  /** Entity ref of the owning group or user. */
  owner: string;
  engine: string;
  cluster: string;
}

/** One condition on stores that SQL can apply. No values match no store. */
export interface StoreFilter {
  key: 'owner' | 'engine' | 'cluster';
  values: string[];
}

/** The stores of this plugin, to the permission framework. */
export const storeResourceRef = createPermissionResourceRef<
  StoreResource,
  StoreFilter
>().with({
  pluginId: URUMI_STORES_PLUGIN_ID,
  resourceType: STORE_RESOURCE_TYPE,
});
