import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callStores, removeStore } from '../lib/api.mjs';
import { environment } from '../lib/environment.mjs';
import { kubectl, runningPods } from '../lib/kubernetes.mjs';
import { requestShop } from '../lib/requestShop.mjs';
import { waitUntil } from '../lib/waitUntil.mjs';
import { adminLogin, readyStore } from './lib.mjs';

const [engine] = environment.engines;

test(`${engine}: the log of each server is read, followed, shows no password, and outlives a restart`, async t => {
  const store = await readyStore({ engine });
  t.after(() => removeStore(store.id));
  const { password } = await adminLogin(store.id);
  const route = `stores/${store.id}/logs`;
  const readLog = async ({ metadata, spec }, query = {}) => {
    const { status, body } = await callStores(
      `${route}?${new URLSearchParams({
        pod: metadata.name,
        container: spec.containers[0].name,
        ...query,
      })}`,
      { as: 'sana' },
    );
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const { database, server, web } = await runningPods(store.namespace);
  const shop = server ?? web;

  for (const pod of [database, shop]) {
    const { metadata } = pod;
    const read = query => readLog(pod, query);
    const log = await read();
    assert.ok(log.lines.length > 0, `${metadata.name} has written nothing`);
    assert.ok(!JSON.stringify(log).includes(password));
    assert.equal((await read({ lines: 1 })).lines.length, 1);

    // Nothing of a container ran before it that has not been started again.
    const previous = await read({ previous: true });
    assert.equal(previous.absent.reason, 'NotStarted');
    assert.deepEqual(previous.lines, []);
  }

  // Visits are written down by the server of the shop: whoever follows gets what is behind the last line.
  const { time: since } = (await readLog(shop)).lines.at(-1);
  const newer = await waitUntil({
    what: `${shop.metadata.name} writes something new`,
    timeoutMs: 60_000,
    everyMs: 1_000,
    async check() {
      await requestShop(`${store.url}/there-is-no-such-page`);
      const { lines } = await readLog(shop, { since });
      return lines.length > 0 ? lines : undefined;
    },
  });
  assert.ok(newer.every(({ time }) => time > since));

  // The container ends and is started again, in the same pod.
  await kubectl(
    ...['exec', shop.metadata.name, '-n', store.namespace],
    ...['--', 'bash', '-c', 'kill 1'],
  );
  const earlier = await waitUntil({
    what: `${shop.metadata.name} has a container that ran before`,
    timeoutMs: 120_000,
    everyMs: 1_000,
    async check() {
      const { lines } = await readLog(shop, { previous: true });
      return lines.length > 0 ? lines : undefined;
    },
  });
  const last = newer.at(-1);
  assert.ok(
    earlier.some(({ time, text }) => time === last.time && text === last.text),
  );
});
