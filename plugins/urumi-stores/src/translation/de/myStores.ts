/** The card with one's own stores on a home page. */
export const myStoresMessages = {
  myStores: {
    title: 'Meine Shops',
    empty: 'Sie und Ihre Teams haben noch keine Shops.',
    all: 'Alle meine Shops',
  },
};
