import assert from 'node:assert/strict';
import { call, createStore, removeStore, storeWithStatus } from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { seeText } from './lib/storePages.mjs';
import { waitUntil } from './lib/waitUntil.mjs';

/** The result of a search that a store is. */
function resultOf({ page, name }) {
  return page
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
}

/** Opens the results of a search, again and again until `check` is content: the indexer runs every few seconds. */
async function search({ page, term, what, check }) {
  await page.goto(`/search?query=${encodeURIComponent(term)}`);
  await waitUntil({
    what,
    async check() {
      await page.reload();
      await page.getByRole('textbox', { name: 'Search' }).waitFor();
      return (await check()) ? true : undefined;
    },
  });
}

browserTest(
  'a store is found by name, host, owner and engine with the status that it has now, and no more once it is deleted',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Orchid${Date.now()}`;
    const hostname = `${name.toLowerCase()}.localhost`;
    const { store_id: id, namespace } = await createStore({
      as: 'sana',
      display_name: name,
      hostname,
    });
    t.after(() => removeStore(id));
    await storeWithStatus(id, 'READY');
    const result = resultOf({ page, name });

    for (const term of [name, hostname, 'storefront', 'woocommerce']) {
      await search({
        page,
        term,
        what: `The search for ${term} finds ${name}`,
        check: () =>
          result
            .waitFor({ timeout: 5_000 })
            .then(() => true)
            .catch(() => false),
      });
      await seeText({ within: result, text: 'Ready' });
    }
    await result
      .getByText(`Online store (woocommerce) of storefront at ${hostname}`)
      .waitFor();

    await result.getByRole('link', { name, exact: true }).click();
    await page.waitForURL(`**/catalog/default/resource/${namespace}`);
    await page.getByRole('heading', { name: 'Store status' }).waitFor();

    await removeStore(id);
    await search({
      page,
      term: name,
      what: `The search does not find ${name} any more`,
      async check() {
        // Whatever is alike to the name is found, too, or nothing is.
        await page
          .getByRole('listitem')
          .or(
            page.getByRole('heading', { name: 'Sorry, no results were found' }),
          )
          .first()
          .waitFor();
        return (await result.count()) === 0;
      },
    });
  },
);

browserTest(
  'the status of all stores that are found is read in one call',
  { as: 'sana' },
  async ({ page, t }) => {
    const word = `Peony${Date.now()}`;
    const stores = await Promise.all(
      ['One', 'Two', 'Three'].map(number =>
        createStore({ as: 'sana', display_name: `${word} ${number}` }),
      ),
    );
    for (const { store_id: id } of stores) {
      t.after(() => removeStore(id));
    }
    await Promise.all(
      stores.map(({ store_id: id }) => storeWithStatus(id, 'READY')),
    );
    const results = page.getByRole('listitem').filter({ hasText: word });
    await search({
      page,
      term: word,
      what: `The search finds all three ${word}`,
      check: () =>
        results
          .nth(2)
          .waitFor({ timeout: 5_000 })
          .then(() => true)
          .catch(() => false),
    });

    const calls = [];
    page.on('request', request => {
      const url = new URL(request.url());
      if (url.pathname === '/api/urumi-stores/stores') {
        calls.push(url.searchParams.getAll('id'));
      }
    });
    await page.reload();
    for (let index = 0; index < stores.length; index += 1) {
      await seeText({ within: results.nth(index), text: 'Ready' });
    }
    const [first] = calls;
    for (const { store_id: id } of stores) {
      assert.ok(first.includes(id), `${id} is not in the first call`);
    }
  },
);

browserTest(
  'the files that the catalog is read from are no results',
  { as: 'sana' },
  async () => {
    const found = async term => {
      const query = `term=${term}&types[0]=software-catalog`;
      const { body } = await call(`search/query?${query}`, { as: 'sana' });
      return body.results.map(({ document }) => document);
    };
    // Whoever finds this one has an index with all entities.
    await waitUntil({
      what: 'The search finds the system of the platform',
      async check() {
        const documents = await found('urumi-stores');
        return documents.some(({ kind }) => kind === 'System') || undefined;
      },
    });
    // The entities of those files are named generated-<hash>.
    const documents = await found('generated');
    assert.deepEqual(
      documents.filter(({ kind }) => kind === 'Location'),
      [],
    );
  },
);
