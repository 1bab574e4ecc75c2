/** What the catalog shows of a store. */
export const storeEntityMessages = {
  entity: {
    card: 'Status des Shops',
    activity: 'Letzte Aktivität',
    allActivity: 'Alle Aktivität',
    admin: 'Verwaltung',
    content: 'Shop',
    open: 'Seite des Shops öffnen',
  },
};
