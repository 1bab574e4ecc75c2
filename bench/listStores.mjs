// GET /stores with 100,000 stores, over HTTP, beside the same with 10,000 and beside the bare SQL: two copies of the
// product on one PostgreSQL, called in turn, one call after the other. The cluster never answers and the worker has one
// slot, so that nothing runs beside it.
import fs from 'node:fs/promises';
import path from 'node:path';
import { startPostgres } from '../tools/lib/postgres.mjs';
import { productDatabase } from './lib/productDatabase.mjs';
import { ProductUnderTest } from './lib/productUnderTest.mjs';
import { fillStores } from './lib/fillStores.mjs';
import { startSilentServer } from './lib/silentServer.mjs';
import { rounded, summarize } from './lib/statistics.mjs';

const sizes = [10_000, 100_000];
const [few, many] = sizes;
const rounds = 5;
const callsOfRound = 30;
/** What is asked for, and how many rows the product reads for it: one more than it gives. */
const lists = {
  'GET /stores': { route: '/stores', rows: 1_001 },
  'GET /stores?limit=50': { route: '/stores?limit=50', rows: 51 },
};

export async function measure({ folder, work, simulated, signal }) {
  const directory = path.join(work, 'list-stores');
  const postgresFolder = path.join(directory, 'postgres');
  await fs.mkdir(postgresFolder, { recursive: true, mode: 0o755 });
  const kubeconfig = path.join(directory, 'kubeconfig');
  const silent = await startSilentServer({ kubeconfig });
  const copies = [];
  let postgres;
  try {
    postgres = await startPostgres({ directory: postgresFolder, signal });
    for (const stores of sizes) {
      const bench = { folder, directory, simulated, kubeconfig, postgres };
      copies.push(await startCopy(bench, stores));
    }
    const samples = await sample(copies, signal);
    const [version] = await copies[0].database.query('SHOW server_version');
    return {
      versions: {
        database: `PostgreSQL ${version.server_version}, fsync off`,
      },
      ...conclude(samples),
    };
  } finally {
    for (const { product, database } of copies) {
      await database.close();
      await product.stop();
    }
    await postgres?.stop();
    silent.stop();
  }
}

/** A copy of the product with so many stores, which are put under it while it runs: the catalog is not told of them. */
async function startCopy(bench, stores) {
  const { folder, directory, simulated, kubeconfig, postgres } = bench;
  const name = `stores_${stores}`;
  const databases = productDatabase({ postgres, name });
  const product = await ProductUnderTest.create({
    folder,
    directory: path.join(directory, name),
    cluster: simulated.cluster,
    ports: simulated.ports,
    configs: [
      'app-config.bench.yaml',
      'app-config.one-slot.yaml',
      'app-config.postgres.yaml',
      'app-config.rare-index.yaml',
    ],
    env: {
      ...databases.env,
      URUMI_KUBECONFIG: kubeconfig,
      URUMI_HELM: simulated.helm,
    },
  });
  try {
    await product.start();
    const database = await databases.connect();
    await fillStores(database, stores);
    return { stores, product, database };
  } catch (error) {
    await product.stop();
    throw error;
  }
}

async function sample(copies, signal) {
  const calls = {};
  for (const { stores, product, database } of copies) {
    for (const [list, { route, rows }] of Object.entries(lists)) {
      calls[title(list, stores)] = () => product.text('GET', route);
      calls[title(`bare SQL of ${list}`, stores)] = () =>
        database.query({
          name: `page of ${rows}`,
          text: `SELECT * FROM stores ORDER BY created_at DESC, id DESC LIMIT ${rows}`,
        });
    }
  }
  calls['GET /stores with gzip, 100,000 stores'] = () =>
    copies.at(-1).product.text('GET', '/stores', undefined, 'gzip');
  calls['GET /healthz (HTTP alone)'] = () =>
    copies[0].product.text('GET', '/healthz');
  const samples = {};
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const times = Object.fromEntries(Object.keys(calls).map(key => [key, []]));
    for (let index = 0; index < callsOfRound; index++) {
      for (const [what, call] of Object.entries(calls)) {
        signal.throwIfAborted();
        const started = performance.now();
        await call();
        times[what].push(performance.now() - started);
      }
    }
    if (round > 0) {
      for (const [what, list] of Object.entries(times)) {
        (samples[what] ??= []).push(list);
      }
    }
  }
  return samples;
}

function conclude(samples) {
  const summaries = Object.fromEntries(
    Object.entries(samples).map(([what, list]) => [what, summarize(list)]),
  );
  const ratio = (one, other) =>
    rounded(summaries[one].p50 / summaries[other].p50);
  const growth = list => ratio(title(list, many), title(list, few));
  const toSql = list =>
    ratio(title(list, many), title(`bare SQL of ${list}`, many));
  const growthGoal = list => ({
    goal: `${list} with 100,000 stores, of one with 10,000, median`,
    unit: 'times',
    limit: 1.3,
    measured: growth(list),
  });
  return {
    goals: [
      growthGoal('GET /stores'),
      growthGoal('GET /stores?limit=50'),
      {
        goal: 'GET /stores with 100,000 stores, of its bare SQL, median',
        unit: 'times',
        limit: 4,
        measured: toSql('GET /stores'),
      },
    ],
    ratios: {
      'GET /stores?limit=50 with 100,000 stores to its bare SQL': toSql(
        'GET /stores?limit=50',
      ),
    },
    summaries,
  };
}

function title(what, stores) {
  return `${what}, ${stores.toLocaleString('en')} stores`;
}
