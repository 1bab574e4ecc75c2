// Latency of POST /stores (goal: median under 50 ms) and GET /stores?limit=50 with 1,000 stores in the database, over
// HTTP, one call after the other, next to the bare SQL of both on a copy of the same file. The cluster never answers and
// the worker has one slot, so that what is measured is the API and not the Helm that would run beside it.
import fs from 'node:fs/promises';
import path from 'node:path';
import { ProductUnderTest } from './lib/productUnderTest.mjs';
import { startSilentServer } from './lib/silentServer.mjs';
import { rounded, summarize } from './lib/statistics.mjs';
import { openStoresDatabase, storesStatements } from './lib/storesTable.mjs';

const stores = 1_000;
const rounds = 5;
const callsOfRound = 60;

export async function measure({ folder, work, simulated, versions }) {
  const directory = path.join(work, 'post-stores');
  const kubeconfig = path.join(work, 'silent-kubeconfig');
  const silent = await startSilentServer({ kubeconfig });
  const product = await ProductUnderTest.create({
    folder,
    directory,
    cluster: simulated.cluster,
    ports: simulated.ports,
    configs: ['app-config.bench.yaml', 'app-config.one-slot.yaml'],
    env: { URUMI_KUBECONFIG: kubeconfig, URUMI_HELM: simulated.helm },
  });
  await product.start();
  await product.stop();
  seed(product.paths.database);
  const copy = path.join(work, 'post-stores-copy');
  await fs.cp(product.paths.database, copy, { recursive: true });
  const bare = openStoresDatabase(copy);
  try {
    const samples = await sample(product, storesStatements(bare));
    const summaries = Object.fromEntries(
      Object.entries(samples).map(([what, rows]) => [what, summarize(rows)]),
    );
    const p50 = what => summaries[what].p50;
    return {
      versions: { database: versions.sqlite },
      goals: [
        {
          goal: `POST /stores with ${stores} stores, median`,
          unit: 'ms',
          limit: 50,
          measured: p50('POST /stores'),
        },
      ],
      storesAtStart: stores,
      ratios: {
        'POST /stores to its bare SQL': rounded(
          p50('POST /stores') / p50('bare SQL of POST'),
        ),
        'GET /stores?limit=50 to its bare SQL': rounded(
          p50('GET /stores?limit=50') / p50('bare SQL of GET'),
        ),
      },
      summaries,
    };
  } finally {
    bare.close();
    await product.stop();
    silent.stop();
  }
}

async function sample(product, bare) {
  await product.start();
  const calls = {
    'POST /stores': () =>
      product.call('POST', '/stores', { display_name: 'Bench' }),
    'bare SQL of POST': () => bare.createStore(),
    'GET /stores?limit=50': () => product.call('GET', '/stores?limit=50'),
    'bare SQL of GET': () => bare.readPage(),
    'GET /healthz (HTTP alone)': () => product.call('GET', '/healthz'),
  };
  const samples = {};
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [what, call] of Object.entries(calls)) {
      const times = [];
      for (let index = 0; index < callsOfRound; index++) {
        const started = performance.now();
        await call();
        times.push(performance.now() - started);
      }
      if (round > 0) {
        (samples[what] ??= []).push(times);
      }
    }
  }
  return samples;
}

function seed(directory) {
  const database = openStoresDatabase(directory);
  const { insertReadyStore } = storesStatements(database);
  database.transaction(() => {
    for (let index = 0; index < stores; index++) {
      insertReadyStore();
    }
  })();
  database.close();
}
