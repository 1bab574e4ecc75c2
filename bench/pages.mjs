// The first load of the Stores page in a real browser beside that of Backstage's own catalog page in the same app, in
// turn, with an empty cache each time: until it is complete, until it answers, and how much code it fetches for it.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { findBrowser } from '../tools/lib/browser.mjs';
import { loadPage } from './lib/loadPage.mjs';
import { ProductUnderTest } from './lib/productUnderTest.mjs';
import { median, rounded, summarize } from './lib/statistics.mjs';

const rounds = Number(process.env.URUMI_BENCH_ROUNDS ?? 15);
const name = 'Summer sale';
/** How much longer or larger than the catalog page the Stores page may be. */
const limit = 1.15;
const ownerTimeoutMs = 30_000;

const pages = {
  catalog: { path: '/catalog', shown: { role: 'a', text: name } },
  stores: { path: '/stores', shown: { role: '[role=rowheader]', text: name } },
};
/** Pages that are lighter or heavier by nature, for the eye. */
const others = {
  'create store': {
    path: '/stores/create',
    shown: { role: 'label', text: 'Display name' },
  },
};

export async function measure({ folder, work, simulated, signal, versions }) {
  const product = await ProductUnderTest.create({
    folder,
    directory: path.join(work, 'pages'),
    cluster: simulated.cluster,
    ports: simulated.ports,
    configs: ['app-config.bench.yaml'],
    env: { URUMI_KUBECONFIG: simulated.kubeconfig, URUMI_HELM: simulated.helm },
  });
  await product.start();
  const browser = await chromium.launch({
    executablePath: await findBrowser({ signal }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const id = await createStore({ product, signal });
    await product.until(id, 'READY');
    const storePage = {
      path: `/stores/${id}`,
      shown: { role: 'h1, h2', text: name },
    };
    const loads = await loadInTurn({
      browser,
      origin: product.origin,
      targets: { ...pages, ...others, 'one store': storePage },
      signal,
    });
    return {
      versions: {
        browser: browser.version(),
        kubernetes: versions.kubernetes,
      },
      ...conclude(loads),
    };
  } finally {
    await browser.close();
    await product.stop();
  }
}

/** A backend that has just started refuses the owner until its catalog has read the file of the people. */
async function createStore({ product, signal }) {
  const giveUpAt = performance.now() + ownerTimeoutMs;
  for (;;) {
    try {
      const { store_id: id } = await product.call('POST', '/stores', {
        display_name: name,
        owner: 'group:default/storefront',
      });
      return id;
    } catch (error) {
      if (performance.now() > giveUpAt) {
        throw error;
      }
      await sleep(500, undefined, { signal });
    }
  }
}

/** Loads all pages round after round. The first one warms up the backend and counts for nothing. */
async function loadInTurn({ browser, origin, targets, signal }) {
  const loads = Object.fromEntries(Object.keys(targets).map(key => [key, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [key, target] of Object.entries(targets)) {
      signal.throwIfAborted();
      const load = await loadPage({
        browser,
        origin,
        person: 'sana',
        ...target,
      });
      if (round > 0) {
        loads[key].push(load);
      }
    }
  }
  return loads;
}

function conclude(loads) {
  const code = Object.fromEntries(
    Object.entries(loads).map(([key, [{ scripts }]]) => [
      key,
      {
        files: scripts.length,
        compressed: sum(scripts, 'compressed'),
        plain: sum(scripts, 'plain'),
      },
    ]),
  );
  const ofBoth = new Set(loads.catalog[0].scripts.map(script => script.name));
  const own = loads.stores[0].scripts.filter(
    script => !ofBoth.has(script.name),
  );
  const ratio = measured =>
    rounded(
      median(loads.stores.map(measured)) / median(loads.catalog.map(measured)),
    );
  const goals = [
    ['until the Stores page answers', ratio(load => load.interactive)],
    ['until it is complete', ratio(load => load.shown)],
    [
      'its code, compressed',
      rounded(code.stores.compressed / code.catalog.compressed),
    ],
  ];
  return {
    goals: goals.map(([goal, measured]) => ({
      goal: `${goal}, to that of the catalog page`,
      unit: 'times',
      limit,
      measured,
    })),
    code: {
      ...code,
      'only the Stores page': {
        files: own.length,
        compressed: sum(own, 'compressed'),
        plain: sum(own, 'plain'),
      },
    },
    summaries: Object.fromEntries(
      Object.entries(loads).flatMap(([key, list]) => [
        [`${key}, answers`, summarize(list.map(load => [load.interactive]))],
        [`${key}, complete`, summarize(list.map(load => [load.shown]))],
      ]),
    ),
  };
}

function sum(scripts, size) {
  return scripts.reduce((total, script) => total + script[size], 0);
}
