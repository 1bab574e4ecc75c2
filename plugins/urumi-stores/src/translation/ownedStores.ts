/** The stores of a team or a person, on its page in the catalog. */
export const ownedStoresMessages = {
  ownedStores: {
    ofTeam: 'Stores of this team',
    ofPerson: 'Stores of this person',
    empty: 'No stores yet',
    emptyHint:
      'A store belongs to the owner that is chosen when it is created.',
    all: 'Open in the list of stores',
  },
} as const;
