/** What the catalog shows of a store. */
export const storeEntityMessages = {
  entity: {
    card: 'Shop',
    admin: 'Verwaltung',
    content: 'Shop',
    open: 'Seite des Shops öffnen',
  },
};
