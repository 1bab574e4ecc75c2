import { createStore, removeStore, storeWithStatus } from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { startApiServer, stopApiServer } from './lib/simulatedCluster.mjs';
import { openStore, seeText } from './lib/storePages.mjs';

browserTest(
  'while the API server is down the pages say so, and work goes on when it is back',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Patient ${Date.now()}`;
    await stopApiServer();
    t.after(startApiServer);
    const store = await createStore({ as: 'sana', display_name: name });
    t.after(() => removeStore(store.store_id));
    await openStore({ page, id: store.store_id, name });
    const banner = page.getByText('Cluster local cannot be reached');
    await banner.waitFor({ timeout: 60_000 });

    await startApiServer();
    await banner.waitFor({ state: 'detached', timeout: 60_000 });
    await storeWithStatus(store.store_id, 'READY');
    await seeText({ page, text: 'Ready' });
  },
);
