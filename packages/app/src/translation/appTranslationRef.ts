import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The texts of the app itself: its sidebar and the sign-in page of the demo. */
export const appTranslationRef = createTranslationRef({
  id: 'app.urumi',
  messages: {
    nav: {
      home: 'Urumi, home',
      search: 'Search',
      menu: 'Menu',
      stores: 'Stores',
      catalog: 'Catalog',
      create: 'Create',
      docs: 'Docs',
      notifications: 'Notifications',
      settings: 'Settings',
    },
    signIn: {
      title: 'Who are you?',
      demo: 'This is a demonstration on one machine: everybody signs in without a password.',
      team: 'Team {{team}}',
      may: 'Sees all stores; creates, changes and deletes those of {{team}}.',
      submit: 'Sign in',
      submitAs: 'Sign in as {{person}}',
      failed: 'Signing in did not work',
      again: 'Choose again',
      by: 'Sign in by {{title}}',
      organisation: 'your organisation',
    },
    noSignIn: {
      title: 'Nobody can sign in yet',
      description:
        "This installation has no identity provider. Whoever operates it sets auth.providers.oidc, or signIn.oidc of the platform's chart.",
    },
    notFound: {
      title: 'There is nothing at this address',
      text: 'The link may be mistyped, or what it led to was moved. A deleted store keeps its page: it is found in the list with “Show deleted”.',
      stores: 'Go to the stores',
      catalog: 'Look in the catalog',
    },
  },
});
