import { setTimeout as delay } from 'node:timers/promises';
import { runCommand, settingOptions, waitingOptions } from './command.mjs';
import { Problem } from './Problem.mjs';
import {
  buy,
  createOptions,
  describeStore,
  removeStore,
  untilReady,
} from './storeLife.mjs';

const catalogDelayMs = 30_000;

await runCommand({
  options: {
    timeout: waitingOptions.timeout,
    ...settingOptions,
    ...createOptions,
  },
  async main({ api, values, timeoutMs }) {
    const wanted = describeStore(values, 'Smoke test');
    let created;
    let unchecked;
    try {
      await check('the platform is ready', async () => {
        const { status, reasons } = await api.stores('GET', 'readyz');
        assert(status === 'ok', reasons.join('; '));
      });
      created = await check('a store can be asked for', () =>
        api.stores('POST', 'stores', wanted),
      );
      unchecked = await checkLife({ api, wanted, created, timeoutMs });
    } catch (error) {
      if (created && !values.keep) {
        await removeQuietly({ api, id: created.store_id, timeoutMs });
      }
      throw error;
    }
    if (values.keep) {
      console.log(`Store ${created.store_id} is kept; its end is not checked.`);
    } else {
      await checkEnd({ api, id: created.store_id, timeoutMs });
    }
    console.log(
      unchecked
        ? '\nPassed, as far as it can be checked here.'
        : '\nPassed: the Definition of Done holds.',
    );
  },
});

/** From the request to an order. @returns why no order could be placed, if so */
async function checkLife({ api, wanted, created, timeoutMs }) {
  const { store_id: id, namespace } = created;
  await check('the same request again makes no second store', async () => {
    const again = await api.stores('POST', 'stores', wanted);
    assert(again.store_id === id, `it made ${again.store_id} beside ${id}`);
  });
  const store = await check(
    'the store gets READY, with an address',
    async () => {
      const ready = await untilReady({ api, created, timeoutMs });
      assert(ready.status === 'READY' && ready.url, `it is ${ready.status}`);
      return ready;
    },
  );
  const { order, reason } = await buy({ api, store });
  console.log(
    order
      ? `ok  a customer can buy: ${order}`
      : `--  that a customer can buy is not checked: ${reason}`,
  );
  await check('the list, the catalog and the history know it', async () => {
    const list = await api.stores('GET', `stores?q=${id}`);
    assert(
      list.some(one => one.id === id),
      'the list does not have it',
    );
    const [first] = await api.stores('GET', `stores/${id}/revisions`);
    assert(first?.revision === 1, 'the history does not begin with revision 1');
    await until('the catalog has no entity of it', async () =>
      api.entity(`resource/default/${namespace}`),
    );
  });
  return reason;
}

/** That nothing is left. */
async function checkEnd({ api, id, timeoutMs }) {
  const receipt = await check('it can be deleted, with a receipt', () =>
    removeStore({ api, id, timeoutMs }),
  );
  await check('nothing of it is left', async () => {
    const { namespace } = receipt;
    assert(
      receipt.items.some(({ kind }) => kind === 'Namespace'),
      'the receipt does not have its namespace',
    );
    const { items } = await api.stores('GET', 'orphans');
    const left = items.filter(one => one.name.includes(id));
    assert(left.length === 0, left.map(({ name }) => name).join(', '));
    await until('the catalog still has its entity', async () =>
      (await api.entity(`resource/default/${namespace}`)) ? undefined : true,
    );
  });
}

async function check(what, action) {
  try {
    const result = await action();
    console.log(`ok  ${what}`);
    return result;
  } catch (error) {
    console.log(`FAILED  ${what}`);
    throw error;
  }
}

function assert(holds, otherwise) {
  if (!holds) {
    throw new Problem(`Not so: ${otherwise}`, {
      next: 'See GET /api/urumi-stores/readyz, and the log of the backend.',
    });
  }
}

/** The catalog hears of a store a moment later. */
async function until(otherwise, action) {
  const end = performance.now() + catalogDelayMs;
  while ((await action()) === undefined) {
    assert(performance.now() < end, otherwise);
    await delay(500);
  }
}

async function removeQuietly({ api, id, timeoutMs }) {
  console.log(`    removing store ${id}`);
  await removeStore({ api, id, timeoutMs }).catch(error =>
    console.error(`    it could not be removed: ${error.message}`),
  );
}
