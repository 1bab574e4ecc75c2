/** The Stores page. */
export const storesPageMessages = {
  list: {
    table: 'Shops',
    search: 'Shops suchen',
    searchPlaceholder: 'Name, ID oder Hostname',
    status: 'Status',
    anyStatus: 'Jeder Status',
    deleted: 'Gelöschte anzeigen',
    create: 'Shop anlegen',
    createDenied: 'Sie haben keine Berechtigung, Shops anzulegen.',
    name: 'Name',
    engine: 'Engine',
    owner: 'Eigentümer',
    age: 'Alter',
    address: 'Adresse',
    noAddress: 'Nicht geöffnet',
    page: 'Shops pro Seite: {{size}}',
    empty: 'Es gibt noch keine Shops',
    emptyHint:
      'Legen Sie hier einen an oder mit der Softwarevorlage „Create an online store“.',
    noMatch: 'Kein Shop passt',
    noMatchHint: 'Ändern Sie die Suche oder die Filter.',
  },
};
