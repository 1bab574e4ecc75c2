import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { appTranslationRef } from './appTranslationRef';

export default createTranslationMessages({
  ref: appTranslationRef,
  full: true,
  messages: {
    'nav.home': 'Urumi, Startseite',
    'nav.search': 'Suche',
    'nav.menu': 'Menü',
    'nav.stores': 'Shops',
    'nav.catalog': 'Katalog',
    'nav.create': 'Anlegen',
    'nav.docs': 'Dokumentation',
    'nav.notifications': 'Mitteilungen',
    'nav.settings': 'Einstellungen',
    'signIn.title': 'Wer sind Sie?',
    'signIn.demo':
      'Dies ist eine Vorführung auf einem Rechner: Alle melden sich ohne Passwort an.',
    'signIn.team': 'Team {{team}}',
    'signIn.may':
      'Sieht alle Shops; legt die von {{team}} an, ändert und löscht sie.',
    'signIn.submit': 'Anmelden',
    'signIn.submitAs': 'Als {{person}} anmelden',
    'signIn.failed': 'Die Anmeldung hat nicht geklappt',
    'signIn.again': 'Noch einmal wählen',
    'signIn.by': 'Mit {{title}} anmelden',
    'signIn.organisation': 'Ihrer Organisation',
    'noSignIn.title': 'Noch kann sich niemand anmelden',
    'noSignIn.description':
      'Diese Installation hat keinen Identitätsanbieter. Wer sie betreibt, setzt auth.providers.oidc oder signIn.oidc im Chart der Plattform.',
    'notFound.title': 'Unter dieser Adresse gibt es nichts',
    'notFound.text':
      'Vielleicht ist der Link falsch geschrieben, oder sein Ziel ist umgezogen. Ein gelöschter Shop behält seine Seite: Sie finden ihn in der Liste mit „Gelöschte anzeigen“.',
    'notFound.stores': 'Zu den Shops',
    'notFound.catalog': 'Im Katalog nachsehen',
  },
});
