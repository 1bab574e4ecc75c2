import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { storeResourceRef } from './storeResourceRef';

/** Allows stores that one of the given users or groups owns. */
export const isStoreOwner = createPermissionRule({
  name: 'IS_STORE_OWNER',
  description: 'Allow stores that one of the given users or groups owns',
  resourceRef: storeResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity refs, such as the ownership entity refs of the caller'),
  }),
  apply: (store, { claims }) => claims.includes(store.owner),
  toQuery: ({ claims }) => ({ key: 'owner', values: claims }),
});

/** Allows stores of the given engines. */
export const hasEngine = createPermissionRule({
  name: 'HAS_ENGINE',
  description: 'Allow stores of one of the given engines',
  resourceRef: storeResourceRef,
  paramsSchema: z.object({
    engines: z.array(z.string()).describe('Ids of engines'),
  }),
  apply: (store, { engines }) => engines.includes(store.engine),
  toQuery: ({ engines }) => ({ key: 'engine', values: engines }),
});

/** Allows stores in the given clusters. */
export const inCluster = createPermissionRule({
  name: 'IN_CLUSTER',
  description: 'Allow stores in one of the given clusters',
  resourceRef: storeResourceRef,
  paramsSchema: z.object({
    clusters: z.array(z.string()).describe('Names of clusters'),
  }),
  apply: (store, { clusters }) => clusters.includes(store.cluster),
  toQuery: ({ clusters }) => ({ key: 'cluster', values: clusters }),
});

/** All rules on stores. */
export const storePermissionRules = [isStoreOwner, hasEngine, inCluster];
