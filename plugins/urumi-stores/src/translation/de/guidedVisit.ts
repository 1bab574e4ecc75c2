/** The guided first visit of the Stores page, and its help. */
export const guidedVisitMessages = {
  guidedVisit: {
    label: 'Rundgang',
    progress: 'Tipp {{number}} von {{total}}',
    previous: 'Voriger Tipp',
    next: 'Nächster Tipp',
    done: 'Verstanden',
    skip: 'Rundgang überspringen',
    help: 'Hilfe',
    restart: 'Rundgang zeigen',
    documentation: 'Dokumentation lesen',
    runbook: 'Nachschlagen, warum ein Shop fehlgeschlagen ist',
    welcomeTitle: 'In einer Minute zum eigenen Shop',
    welcomeText:
      'Jeder Shop ist ein echter Onlineshop mit eigener Datenbank, eigener Adresse und eigenen Zugangsdaten. Er gehört einem Ihrer Teams.',
    createTitle: 'Einen anlegen',
    createText:
      'Klicken Sie auf „Shop anlegen“, wählen Sie Art und Größe. Bevor etwas angelegt wird, sehen Sie, was entstehen wird und ob Ihre Limits es erlauben.',
    watchTitle: 'Beim Entstehen zusehen',
    watchText:
      'Die Seite des Shops zeigt jeden Schritt und worauf er wartet. „Bereit“ heißt, dass Kundschaft bestellen kann: Die Plattform hat gerade selbst bestellt und die Bestellung zurückgenommen.',
    failTitle: 'Wenn etwas fehlschlägt',
    failText:
      'Der Shop sagt, warum, wer am Zug ist und was als Nächstes zu tun ist. Von dort kommen Sie zur Erklärung im Runbook.',
    deleteTitle: 'Löschen, was Sie nicht mehr brauchen',
    deleteText:
      'Sie sehen vorher, was verloren geht. Danach sagt ein Beleg, was gelöscht wurde und wann es verschwunden war.',
  },
};
