import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { browserTest } from '../../lib/browserTest.mjs';
import { environment } from '../../lib/environment.mjs';
import { woocommerceShop } from '../../shop/woocommerceShop.mjs';
import { adminLogin, readyStore } from '../lib.mjs';
import {
  letsIn,
  shopper,
  wooCommerceVersions,
  wp,
} from '../wooCommerceStore.mjs';

browserTest(
  'a store of an older WooCommerce sells, and its customer has an account',
  {},
  async ({ page }) => {
    // The test with the newer version finds it there, and removes it.
    const store = await readyStore({ engine: 'woocommerce' });
    assert.deepEqual(await wooCommerceVersions(store), {
      code: environment.olderWooCommerce,
      data: environment.olderWooCommerce,
    });
    await wp(
      store,
      ...['user', 'create', shopper.name, shopper.email],
      ...['--role=customer', `--user_pass=${shopper.password}`],
    );
    assert.ok(await letsIn(store, shopper));
    assert.ok(!(await letsIn(store, { ...shopper, password: 'another' })));
    const number = await woocommerceShop.buy({ page, url: store.url });
    const login = await adminLogin(store.id);
    await fs.writeFile(
      environment.keptOrdersFile,
      JSON.stringify({ woocommerce: { id: store.id, number, login } }),
    );
  },
);
