import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { assertAccessible } from './lib/accessibility.mjs';
import {
  callStores,
  createStore,
  removeStore,
  storeWithStatus,
} from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { kubectl } from './lib/kubernetes.mjs';
import { storeRow } from './lib/storePages.mjs';
import { waitUntil } from './lib/waitUntil.mjs';

const storeId = randomUUID();
const ours = `store-${storeId}`;
const foreign = `store-${randomUUID()}`;

/** A namespace as the platform makes it, of a store that it has no record of; and one of somebody else. */
before(async () => {
  const store = await createStore({ as: 'olga', display_name: 'Marked' });
  await storeWithStatus(store.store_id, 'READY');
  const mark = '{.metadata.labels.urumi\\.io/platform}';
  const platform = await kubectl(
    ...['get', 'namespace', store.namespace],
    ...['-o', `jsonpath=${mark}`],
  );
  await removeStore(store.store_id);
  await kubectl('create', 'namespace', ours);
  await kubectl(
    'label',
    'namespace',
    ours,
    'urumi.io/managed=true',
    `urumi.io/store=${storeId}`,
    `urumi.io/platform=${platform}`,
  );
  await kubectl(
    'annotate',
    'namespace',
    ours,
    'urumi.io/owned-by=urumi-stores',
  );
  await kubectl('create', 'namespace', foreign);
});
after(() =>
  kubectl('delete', 'namespace', '--ignore-not-found', ours, foreign),
);

test('nobody but an operator sees or removes what is left over', async () => {
  assert.equal((await callStores('orphans', { as: 'sana' })).status, 403);
  const { status } = await callStores('orphans/remove', {
    as: 'sana',
    method: 'POST',
    body: { cluster: 'local', kind: 'Namespace', name: ours, uid: 'any' },
  });
  assert.equal(status, 403);
});

browserTest(
  'a member of a team is not led to the orphans, and is told why they are closed',
  { as: 'sana' },
  async ({ page }) => {
    await page.getByRole('link', { name: 'Create store' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Orphans' }).count(), 0);
    await page.goto('/stores/orphans');
    await page.getByText('You may not do this').waitFor();
    assert.equal(await page.getByRole('columnheader').count(), 0);
  },
);

browserTest(
  'an operator finds a namespace without a store and removes exactly that one',
  { as: 'olga' },
  async ({ page }) => {
    await page.getByRole('link', { name: 'Orphans' }).click();
    const row = page.getByRole('row').filter({ hasText: ours });
    await row.getByText('no record', { exact: false }).waitFor();
    assert.equal(await page.getByText(foreign).count(), 0);
    await assertAccessible({ page });

    await row.getByRole('button', { name: `Remove ${ours}` }).click();
    const dialog = page.getByRole('dialog', { name: `Remove ${ours}?` });
    await dialog
      .getByText('This cannot be undone.', { exact: false })
      .waitFor();
    await assertAccessible({ page });
    const submit = options =>
      dialog.getByRole('button', { name: 'Remove', exact: true, ...options });
    await submit({ disabled: true }).waitFor();
    await dialog
      .getByRole('textbox', { name: `Type ${ours} to confirm` })
      .fill(ours);
    await submit({ disabled: false }).click();
    await dialog.waitFor({ state: 'detached' });
    await row.waitFor({ state: 'detached', timeout: 60_000 });

    await waitUntil({
      what: `${ours} is gone`,
      check: async () =>
        (await kubectl('get', 'namespaces', '-o', 'name')).includes(ours)
          ? undefined
          : true,
    });
    assert.match(
      await kubectl(
        'get',
        'namespace',
        foreign,
        '-o',
        'jsonpath={.status.phase}',
      ),
      /Active/,
    );
  },
);
