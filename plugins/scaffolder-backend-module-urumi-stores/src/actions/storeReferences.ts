/** Ref of a store's entity in the catalog. */
export function storeEntityRef(storeId: string): string {
  return `resource:default/store-${storeId}`;
}

/** Path of a store's page in the app. */
export function storePagePath(storeId: string): string {
  return `/stores/${storeId}`;
}
