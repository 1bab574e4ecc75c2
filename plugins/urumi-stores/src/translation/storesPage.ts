/** The Stores page. */
export const storesPageMessages = {
  list: {
    table: 'Stores',
    search: 'Search stores',
    searchPlaceholder: 'Name, id or host name',
    status: 'Status',
    anyStatus: 'Any status',
    deleted: 'Show deleted',
    create: 'Create store',
    createDenied: 'You do not have the permission to create stores.',
    name: 'Name',
    engine: 'Engine',
    owner: 'Owner',
    age: 'Age',
    address: 'Address',
    noAddress: 'Not open',
    page: 'Stores per page: {{size}}',
    empty: 'There are no stores yet',
    emptyHint:
      'Create one here, or with the Software Template "Create an online store".',
    noMatch: 'No store matches',
    noMatchHint: 'Change the search or the filters.',
  },
} as const;
