import fs from 'node:fs';
import { removeStore, storeWithStatus } from '../../lib/api.mjs';
import { browserTest } from '../../lib/browserTest.mjs';
import { environment } from '../../lib/environment.mjs';
import { adminLogin, shopAnswers } from '../lib.mjs';
import { shopOf } from '../../shop/shopOf.mjs';

const kept = JSON.parse(fs.readFileSync(environment.keptOrdersFile, 'utf8'));

for (const [engine, { id, number }] of Object.entries(kept)) {
  browserTest(
    `${engine}: an order survives a restart of the node, and the shop sells again`,
    {},
    async ({ page, t }) => {
      t.after(() => removeStore(id));
      const store = await storeWithStatus(id, 'READY');
      await shopAnswers(store);
      const shop = shopOf(engine);
      const login = await adminLogin(id);
      await shop.findOrder({ page, login, number });
      await shop.buy({ page, url: store.url });
    },
  );
}
