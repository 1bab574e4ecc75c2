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
    },
  },
});
