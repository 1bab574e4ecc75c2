/** The card with one's own stores on a home page. */
export const myStoresMessages = {
  myStores: {
    title: 'मेरे स्टोर',
    empty: 'आपके और आपकी टीमों के पास अभी कोई स्टोर नहीं है।',
    all: 'मेरे सभी स्टोर',
  },
};
