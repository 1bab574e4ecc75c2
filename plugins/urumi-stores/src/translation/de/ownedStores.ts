/** The stores of a team or a person, on its page in the catalog. */
export const ownedStoresMessages = {
  ownedStores: {
    ofTeam: 'Shops dieses Teams',
    ofPerson: 'Shops dieser Person',
    empty: 'Noch keine Shops',
    emptyHint:
      'Ein Shop gehört dem Eigentümer, der beim Anlegen gewählt wurde.',
    all: 'In der Liste der Shops öffnen',
  },
};
