/** The card with one's own stores on a home page. */
export const myStoresMessages = {
  myStores: {
    title: 'My stores',
    empty: 'You and your teams have no stores yet.',
    all: 'All my stores',
  },
} as const;
