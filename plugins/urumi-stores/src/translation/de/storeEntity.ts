/** What the catalog shows of a store. */
export const storeEntityMessages = {
  entity: {
    card: 'Status des Shops',
    activity: 'Letzte Aktivität',
    allActivity: 'Alle Aktivität',
    admin: 'Verwaltung',
    open: 'Seite des Shops öffnen',
  },
};
