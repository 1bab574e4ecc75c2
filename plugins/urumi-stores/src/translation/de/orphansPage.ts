/** The page of what stores have left behind. */
export const orphansPageMessages = {
  orphans: {
    title: 'Verwaiste Objekte',
    denied:
      'Nur wer sich um die ganze Flotte kümmert, sieht, was Shops zurückgelassen haben. Bitten Sie das Plattform-Team um die Berechtigung urumi.fleet.manage.',
    stale: 'Was Sie sehen, ist vielleicht veraltet',
    unseen: 'In den Cluster {{name}} konnte nicht geschaut werden',
    more: 'Es gibt mehr als diese: Entfernen Sie einige und sehen Sie dann noch einmal nach',
    name: 'Objekt',
    cluster: 'Cluster',
    age: 'Alter',
    store: 'Shop',
    noStore: 'Unbekannt',
    why: 'Warum es verwaist ist',
    actions: 'Was sich tun lässt',
    labels: 'Labels: {{number}}',
    deleting: 'Es wird gerade gelöscht.',
    empty: 'Nichts ist übrig geblieben',
    emptySoFar:
      'In den Clustern, die geantwortet haben, ist nichts übrig geblieben',
    emptyHint:
      'Hier stünden Namespaces und Volumes von Shops, zu denen es keinen Shop mehr gibt.',
    adopt: 'Übernehmen',
    adoptName: '{{name}} übernehmen',
    adoptTitle: '{{name}} übernehmen?',
    adoptMeans:
      'Daraus wird wieder ein Shop, so wie er verzeichnet ist, und er wird wie ein neuer geprüft.',
    adoptLost:
      'Nichts, was darin gespeichert ist, geht verloren. Von Hand Geändertes wird auf das zurückgesetzt, was die Plattform installiert.',
    adopted: '{{name}} ist wieder ein Shop und wird geprüft',
    owner: 'Eigentümer',
    ownerHint:
      'Entity-Referenz des Eigentümer-Teams, zum Beispiel group:default/storefront. Leer: das Team, für das er angelegt wurde.',
    remove: 'Entfernen',
    removeName: '{{name}} entfernen',
    removeTitle: '{{name}} entfernen?',
    namespaceLost:
      'Das lässt sich nicht rückgängig machen. Alles im Namespace geht verloren, auch Datenbanken und hochgeladene Dateien.',
    volumesLost: 'Diese Volumes gehen mit verloren: {{names}}.',
    volumeLost:
      'Das lässt sich nicht rückgängig machen. Was auf dem Volume gespeichert ist, geht verloren; mit der Reclaim-Policy Retain bleiben seine Daten auf dem Datenträger, aber nichts führt mehr zu ihnen.',
    removed: '{{name}} wird entfernt',
    confirm: 'Geben Sie zur Bestätigung {{name}} ein',
    cancel: 'So lassen',
  },
};
