/** What the catalog shows of a store. */
export const storeEntityMessages = {
  entity: {
    card: 'स्टोर की स्थिति',
    activity: 'हाल की गतिविधि',
    allActivity: 'सारी गतिविधि',
    admin: 'एडमिन पेज',
    open: 'स्टोर का पेज खोलें',
  },
};
