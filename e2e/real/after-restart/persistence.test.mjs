import fs from 'node:fs';
import { removeStore, storeWithStatus } from '../../lib/api.mjs';
import { browserTest } from '../../lib/browserTest.mjs';
import { environment } from '../../lib/environment.mjs';
import { requestShop } from '../../lib/requestShop.mjs';
import { waitUntil } from '../../lib/waitUntil.mjs';
import { adminLogin } from '../lib.mjs';
import { shopOf } from '../../shop/shopOf.mjs';

const kept = JSON.parse(fs.readFileSync(environment.keptOrdersFile, 'utf8'));

for (const [engine, { id, number }] of Object.entries(kept)) {
  browserTest(
    `${engine}: an order survives a restart of the node, and the shop sells again`,
    {},
    async ({ page, t }) => {
      t.after(() => removeStore(id));
      const { url } = await storeWithStatus(id, 'READY');
      await waitUntil({
        what: `${url} answers again`,
        timeoutMs: 240_000,
        async check() {
          const { status } = await requestShop(`${url}/urumi-store.json`);
          return status === 200 ? true : undefined;
        },
      });
      const shop = shopOf(engine);
      const login = await adminLogin(id);
      await shop.findOrder({ page, login, number });
      await shop.buy({ page, url });
    },
  );
}
