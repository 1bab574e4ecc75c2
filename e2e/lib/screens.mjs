import { seeText } from './storePages.mjs';

const heading = (page, name, options) =>
  page.getByRole('heading', { name, ...options }).first();

/**
 * The pages that a person of the demo organisation walks through. Each has a `name`, its `path`, and what is `seen`
 * there once it is complete; those that belong to others are left out. `backstageBreaks` are the rules of axe-core that
 * Backstage's own parts of the page break, each with a selector of those parts.
 *
 * @param options.stores a store in each state, see storesInAllStates
 */
export function screensOf({ person, stores }) {
  return screens(stores).filter(({ people }) => people.includes(person));
}

const everybody = ['sana', 'marco', 'olga'];

function screens({ ready, progress, failed, deleted }) {
  const storePage = (name, store, ...texts) => ({
    name,
    people: ['sana'],
    path: `/stores/${store.id}`,
    async seen(page) {
      await heading(page, store.display_name).waitFor();
      for (const text of texts) {
        await seeText({ page, text });
      }
    },
  });
  return [
    {
      name: 'stores',
      people: everybody,
      path: '/stores',
      seen: page =>
        page.getByRole('link', { name: ready.display_name }).first().waitFor(),
    },
    {
      name: 'stores-no-match',
      people: ['sana'],
      path: '/stores?q=nothing-is-called-so',
      seen: page => seeText({ page, text: 'No store matches' }),
    },
    {
      name: 'create',
      people: ['sana', 'marco'],
      path: '/stores/create',
      async seen(page) {
        await page.getByRole('textbox', { name: 'Display name' }).waitFor();
        await seeText({ page, text: 'No problems found.' });
      },
    },
    storePage('store-ready', ready, 'Ready', 'Show admin login'),
    storePage('store-in-progress', progress, 'Provisioning'),
    storePage('store-failed', failed, 'What to do', 'Retry'),
    storePage('store-deleted', deleted, 'Receipt of the deletion'),
    {
      name: 'store-kubernetes',
      people: ['sana'],
      path: `/stores/${ready.id}?tab=kubernetes`,
      seen: page =>
        page.getByText('StatefulSet', { exact: true }).first().waitFor(),
    },
    {
      name: 'store-history',
      people: ['sana'],
      path: `/stores/${ready.id}?tab=history`,
      seen: page =>
        page
          .getByText(/Revision 1/)
          .first()
          .waitFor(),
    },
    {
      name: 'store-of-others',
      people: ['marco'],
      path: `/stores/${ready.id}`,
      async seen(page) {
        await page.getByRole('link', { name: 'Open shop' }).waitFor();
        for (const name of ['Show admin login', 'Delete']) {
          await page
            .getByRole('button', { name, exact: true })
            .waitFor({ state: 'detached' });
        }
      },
    },
    {
      name: 'orphans-denied',
      people: ['sana', 'marco'],
      path: '/stores/orphans',
      seen: page => seeText({ page, text: 'You may not do this' }),
    },
    {
      name: 'orphans',
      people: ['olga'],
      path: '/stores/orphans',
      seen: page => seeText({ page, text: 'Nothing is left over' }),
    },
    {
      name: 'catalog',
      backstageBreaks: { 'nested-interactive': '.MuiTableSortLabel-root' },
      people: ['sana'],
      path: '/catalog',
      seen: page =>
        page.getByRole('link', { name: ready.display_name }).first().waitFor(),
    },
    {
      name: 'entity',
      people: ['sana'],
      path: `/catalog/default/resource/${ready.namespace}`,
      seen: page =>
        page.getByRole('link', { name: 'Open the store page' }).waitFor(),
    },
    {
      name: 'group',
      people: ['sana'],
      path: '/catalog/default/group/storefront',
      seen: page =>
        page.getByRole('link', { name: ready.display_name }).first().waitFor(),
    },
    {
      name: 'search',
      backstageBreaks: { listitem: '.MuiListItem-root' },
      people: ['sana'],
      path: `/search?query=${encodeURIComponent(ready.display_name)}`,
      async seen(page) {
        await page
          .getByRole('link', { name: ready.display_name })
          .first()
          .waitFor();
        await seeText({ page, text: 'Visit the shop' });
      },
    },
    {
      name: 'templates',
      backstageBreaks: {
        'aria-valid-attr-value': '.bui-Tab',
        'link-name': '.MuiLink-root',
        'nested-interactive': '.MuiIconButton-root',
      },
      people: ['sana'],
      path: '/create',
      seen: page => heading(page, 'Create an online store').waitFor(),
    },
    {
      name: 'notifications',
      backstageBreaks: {
        'aria-command-name': '[data-rbd-draggable-id]',
        'nested-interactive': '[data-rbd-draggable-id]',
      },
      people: ['sana'],
      path: '/notifications',
      seen: page =>
        page.getByText(ready.display_name, { exact: false }).first().waitFor(),
    },
    {
      name: 'settings',
      backstageBreaks: { 'aria-valid-attr-value': '.bui-Tab' },
      people: ['sana'],
      path: '/settings',
      async seen(page) {
        await page.getByRole('button', { name: /light/i }).waitFor();
        await heading(page, /^Sana Iyer/).waitFor();
      },
    },
  ];
}
