/** Where a store is found: what every action about one gives to the steps after it. */
export interface StoreReferences {
  storeId: string;
  /** Ref of its entity in the catalog. */
  entityRef: string;
  /** Path of its page in the app. */
  storePageUrl: string;
}

/** Where a store is found, by its id. */
export function storeReferences(storeId: string): StoreReferences {
  return {
    storeId,
    entityRef: `resource:default/store-${storeId}`,
    storePageUrl: `/stores/${storeId}`,
  };
}

/** Gives the steps after this one where a store is found. */
export function writeReferences(
  ctx: { output(name: keyof StoreReferences, value: string): void },
  storeId: string,
): void {
  const references = storeReferences(storeId);
  ctx.output('storeId', references.storeId);
  ctx.output('entityRef', references.entityRef);
  ctx.output('storePageUrl', references.storePageUrl);
}
