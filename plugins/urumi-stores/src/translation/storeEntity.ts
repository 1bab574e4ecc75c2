/** What the catalog shows of a store. */
export const storeEntityMessages = {
  entity: {
    card: 'Store status',
    admin: 'Admin pages',
    open: 'Open the store page',
    activity: 'Recent activity',
    allActivity: 'All activity',
  },
} as const;
