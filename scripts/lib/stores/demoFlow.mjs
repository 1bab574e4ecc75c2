import { runCommand, settingOptions, waitingOptions } from './command.mjs';
import {
  buy,
  createOptions,
  describeStore,
  removeStore,
  untilReady,
} from './storeLife.mjs';

await runCommand({
  options: { ...waitingOptions, ...settingOptions, ...createOptions },
  async main({ api, values, timeoutMs }) {
    const heading = text => console.log(`\n== ${text}`);

    heading(`Create a ${values.engine} store`);
    const created = await api.stores(
      'POST',
      'stores',
      describeStore(values, 'Demo store'),
    );
    const { store_id: id, namespace } = created;
    console.log(`store ${id} in namespace ${namespace}, ${created.status}`);
    if (values['no-wait']) {
      return;
    }
    const onFailure = `Store ${id} is left as it is: look at its page, then delete it there.`;
    try {
      heading('Wait until it is READY');
      const store = await untilReady({ api, created, timeoutMs });
      console.log(`READY at ${store.url}`);
      for (const { type, state, message } of store.conditions) {
        console.log(`  ${type}: ${state}. ${message}`);
      }

      heading('Order');
      const { order, reason } = await buy({ api, store });
      console.log(
        order ? `bought: ${order}` : `no order of a customer: ${reason}`,
      );
    } catch (error) {
      console.error(onFailure);
      throw error;
    }

    if (values.keep) {
      console.log(`\nStore ${id} is kept.`);
      return;
    }
    heading('Delete');
    const { items, duration_ms: duration } = await removeStore({
      api,
      id,
      timeoutMs,
    });
    console.log(
      `DELETED after ${Math.round(duration / 1000)} s; gone: ${countKinds(
        items,
      )}`,
    );
  },
});

function countKinds(items) {
  const counts = new Map();
  for (const { kind } of items) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}
