/** The stores of a team or a person, on its page in the catalog. */
export const ownedStoresMessages = {
  ownedStores: {
    ofTeam: 'इस टीम के स्टोर',
    ofPerson: 'इस व्यक्ति के स्टोर',
    empty: 'अभी कोई स्टोर नहीं',
    emptyHint: 'स्टोर उस स्वामी का होता है जो उसे बनाते समय चुना गया।',
    all: 'स्टोर की सूची में खोलें',
  },
};
