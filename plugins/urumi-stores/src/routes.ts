import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/**
 * The list of stores.
 *
 * @public
 */
export const rootRouteRef = createRouteRef({ id: 'urumi-stores' });

/**
 * The form that creates a store.
 *
 * @public
 */
export const createStoreRouteRef = createSubRouteRef({
  id: 'urumi-stores:create',
  parent: rootRouteRef,
  path: '/create',
});

/**
 * What stores have left behind in the clusters.
 *
 * @public
 */
export const orphansRouteRef = createSubRouteRef({
  id: 'urumi-stores:orphans',
  parent: rootRouteRef,
  path: '/orphans',
});

/**
 * The page of one store.
 *
 * @public
 */
export const storeRouteRef = createSubRouteRef({
  id: 'urumi-stores:store',
  parent: rootRouteRef,
  path: '/:storeId',
});
