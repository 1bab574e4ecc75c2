import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { callStores, removeStore, storeWithStatus } from '../../lib/api.mjs';
import { browserTest } from '../../lib/browserTest.mjs';
import { environment } from '../../lib/environment.mjs';
import { woocommerceShop } from '../../shop/woocommerceShop.mjs';
import { assertSells, upgradeToNewest } from '../changeStore.mjs';
import { adminLogin, shopAnswers } from '../lib.mjs';
import { letsIn, shopper, wooCommerceVersions } from '../wooCommerceStore.mjs';

browserTest(
  'orders, the merchant and the customer go with a store to a newer WooCommerce',
  {},
  async ({ page, t }) => {
    const { woocommerce: kept } = JSON.parse(
      await fs.readFile(environment.keptOrdersFile, 'utf8'),
    );
    t.after(() => removeStore(kept.id));
    const store = await storeWithStatus(kept.id, 'READY');
    await shopAnswers(store);
    const older = await wooCommerceVersions(store);
    assert.equal(older.code, environment.olderWooCommerce);

    assertSells(await upgradeToNewest(store));

    const newer = await wooCommerceVersions(store);
    assert.notEqual(newer.code, older.code);
    assert.equal(newer.data, newer.code);
    assert.deepEqual(await adminLogin(store.id), kept.login);
    await woocommerceShop.findOrder({ page, ...kept });
    assert.ok(await letsIn(store, shopper));
    await woocommerceShop.buy({ page, url: store.url });

    // Its database is the newer version's now.
    const back = await callStores(`stores/${store.id}/rollback`, {
      method: 'POST',
      body: { revision: 1 },
      as: 'sana',
    });
    assert.equal(back.status, 409, JSON.stringify(back.body));
    assert.match(back.body.error.message, /WooCommerce/);
  },
);
