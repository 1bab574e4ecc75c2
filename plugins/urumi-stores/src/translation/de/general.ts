/** What all pages say. */
export const generalMessages = {
  title: 'Shops',
  retry: 'Erneut versuchen',
  loading: 'Wird geladen',
  simulated: {
    title: 'Simulierter Cluster: Nichts von diesen Shops läuft wirklich',
    description:
      'Die Knoten dieses Clusters spielen ihre Pods nur. Shops werden wirklich installiert und überwacht, aber niemand kann darin einkaufen. Deshalb wurde zur Prüfung keine Bestellung aufgegeben.',
  },
  status: {
    QUEUED: 'In der Warteschlange',
    PROVISIONING: 'Wird eingerichtet',
    READY: 'Bereit',
    FAILED: 'Fehlgeschlagen',
    DELETING: 'Wird gelöscht',
    DELETED: 'Gelöscht',
  },
  step: {
    pending: 'Nicht begonnen',
    running: 'Läuft',
    waiting: 'Wartet',
    done: 'Erledigt',
    skipped: 'Übersprungen',
    failed: 'Fehlgeschlagen',
  },
  health: {
    healthy: 'Gesund',
    progressing: 'In Arbeit',
    failed: 'Fehlgeschlagen',
    unknown: 'Unbekannt',
  },
  condition: { true: 'Ja', false: 'Nein', unknown: 'Unbekannt' },
  error: {
    denied: 'Das dürfen Sie nicht',
    deniedHint:
      'Bitten Sie das Plattform-Team um die Berechtigung oder ein Mitglied des Eigentümer-Teams, es zu tun.',
    notFound: 'Diesen Shop gibt es nicht',
    notFoundHint:
      'Vielleicht ist die Adresse falsch geschrieben. Gelöschte Shops bleiben lesbar; Sie finden sie mit „Gelöschte anzeigen“.',
    conflict: 'In diesem Zustand nicht möglich',
    limited: 'Zu viele Anfragen',
    limitedIn:
      'Zu viele Anfragen: Versuchen Sie es in {{seconds}} s noch einmal',
    invalid: 'Die Anfrage ist nicht richtig',
    other: 'Das Shop-Backend konnte nicht antworten',
  },
  readiness: {
    unreachable: 'Das Shop-Backend antwortet nicht',
    notReady: 'Das Shop-Backend ist nicht bereit',
    cluster: 'Der Cluster {{name}} ist nicht erreichbar',
    incident: 'Der Cluster {{name}} hält Shops auf',
    since: 'seit {{duration}}.',
    storesWaiting_one: 'Ein Shop wartet.',
    storesWaiting_other: '{{count}} Shops warten.',
    operator: 'Für das Plattform-Team: {{action}}',
    waits: 'Die Arbeit wartet und geht von selbst weiter.',
  },
};
