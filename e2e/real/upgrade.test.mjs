import assert from 'node:assert/strict';
import { browserTest } from '../lib/browserTest.mjs';
import { callStores, removeStore } from '../lib/api.mjs';
import { environment } from '../lib/environment.mjs';
import { shopOf } from '../shop/shopOf.mjs';
import { assertSells, changeStore, upgradeToNewest } from './changeStore.mjs';
import { adminLogin, readyStore } from './lib.mjs';

for (const engine of environment.engines) {
  browserTest(
    `${engine}: orders and the login outlive another plan, other parameters and the way back`,
    {},
    async ({ page }) => {
      const store = await readyStore({ engine });
      const shop = shopOf(engine);
      const login = await adminLogin(store.id);
      const number = await shop.buy({ page, url: store.url });

      const larger = await changeStore(store.id, 'upgrade', { plan: 'medium' });
      assertSells(larger);
      assert.equal(larger.plan, 'medium');
      assert.deepEqual(larger.parameters, store.parameters);
      assert.deepEqual(await adminLogin(store.id), login);
      await shop.findOrder({ page, login, number });

      const back = await changeStore(store.id, 'rollback', { revision: 1 });
      assertSells(back);
      assert.equal(back.plan, 'small');
      await shop.findOrder({ page, login, number });

      assertSells(await upgradeToNewest(store));
      await shop.findOrder({ page, login, number });
      const { body: revisions } = await callStores(
        `stores/${store.id}/revisions`,
      );
      assert.deepEqual(
        revisions.map(({ action }) => action),
        ['UPGRADE', 'ROLLBACK', 'UPGRADE', 'PROVISION'],
      );
      await removeStore(store.id);
    },
  );
}
