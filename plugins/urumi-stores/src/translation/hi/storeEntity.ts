/** What the catalog shows of a store. */
export const storeEntityMessages = {
  entity: {
    card: 'स्टोर',
    admin: 'एडमिन पेज',
    content: 'स्टोर',
    open: 'स्टोर का पेज खोलें',
  },
};
