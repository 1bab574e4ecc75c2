/** What the catalog shows of a store. */
export const storeEntityMessages = {
  entity: {
    card: 'Store',
    admin: 'Admin pages',
    open: 'Open the store page',
  },
} as const;
