// A thousand stores at once on a simulated cluster of 40 nodes, whose pods are ready 30 s after they start. Beside the
// bare loop that installs the same chart with the same values into namespaces that are there already, by the best
// parallelism, and beside two at a time with `helm --wait`. Each has a new cluster. STORES and WAITED_STORES say how many.
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repoRoot } from '../tools/lib/paths.mjs';
import { note } from '../tools/lib/phases.mjs';
import { startPostgres } from '../tools/lib/postgres.mjs';
import { run } from '../tools/lib/run.mjs';
import { readStoreNamespace } from './lib/bareNamespace.mjs';
import { BareStores, timed } from './lib/bareStores.mjs';
import { inParallel } from './lib/inParallel.mjs';
import { watchProcessors } from './lib/processorTime.mjs';
import { productDatabase } from './lib/productDatabase.mjs';
import { ProductUnderTest } from './lib/productUnderTest.mjs';
import { startSimulated } from './lib/simulated.mjs';
import { rounded, summarize } from './lib/statistics.mjs';
import { residentMemory, watchStores } from './lib/storesWatch.mjs';
import { readVersions } from './lib/versions.mjs';

const stores = Number(process.env.STORES ?? 1_000);
const waitedStores = Number(process.env.WAITED_STORES ?? 40);
const nodes = 40;
const podMs = 30_000;
const policy = path.join(repoRoot, 'bench/pods-late.yaml');
/** What the loop is tried with, in turn, before the best one is taken. */
const parallelisms = [2, 4, 8];
const trials = 2;
const storesOfTrial = 20;
const postsAtOnce = 10;
/** An admission policy takes effect some time after it was made, and controllers come to rest after namespaces. */
const settleMs = 5_000;

export async function measure({ folder, work, chart, signal }) {
  const directory = path.join(work, 'many-stores');
  const postgresFolder = path.join(directory, 'postgres');
  await fs.mkdir(postgresFolder, { recursive: true, mode: 0o755 });
  const postgres = await startPostgres({
    directory: postgresFolder,
    durable: true,
    signal,
  });
  const bench = { folder, directory, chart, postgres, signal };
  try {
    const trial = await withCluster(bench, 'trials', simulated =>
      tryOut(bench, simulated),
    );
    const loop = await withCluster(bench, 'loop', simulated =>
      runLoop(bench, simulated, trial),
    );
    const product = await withCluster(bench, 'product', simulated =>
      runProduct(bench, simulated),
    );
    return conclude({ trial, loop, product });
  } finally {
    await postgres.stop();
  }
}

/** A new cluster for the action, gone afterwards. */
async function withCluster({ directory, signal }, name, action) {
  const state = path.join(directory, `cluster-${name}`);
  const simulated = await startSimulated({ directory: state, nodes, signal });
  try {
    return await action(simulated);
  } finally {
    await simulated.stop();
    await fs.rm(state, { recursive: true, force: true });
  }
}

async function delayPods(simulated) {
  await simulated.kubectl('apply', '--server-side', '-f', policy);
  await sleep(settleMs);
}

/** What is measured at small size: which parallelism is best, and two at a time with --wait. */
async function tryOut(bench, simulated) {
  const { chart, signal } = bench;
  const like = await makeExample(bench, simulated);
  await delayPods(simulated);
  const bare = await BareStores.on({ simulated, chart, like, signal });
  note('the bare loop at small size');
  const rates = Object.fromEntries(parallelisms.map(each => [each, []]));
  for (let trial = 0; trial < trials; trial++) {
    for (const parallelism of parallelisms) {
      const names = await bare.prepare(storesOfTrial);
      await sleep(settleMs);
      const milliseconds = await timed(() =>
        bare.install(names, { parallelism }),
      );
      rates[parallelism].push(perSecond(storesOfTrial, milliseconds));
    }
  }
  const [parallelism] = parallelisms.toSorted(
    (one, other) => Math.max(...rates[other]) - Math.max(...rates[one]),
  );
  note(`${waitedStores} stores, two at a time with --wait`);
  const names = await bare.prepare(waitedStores);
  await sleep(settleMs);
  const waited = await timed(() =>
    bare.install(names, {
      parallelism: 2,
      more: ['--wait', '--wait-for-jobs', '--timeout', '5m'],
    }),
  );
  bare.close();
  const versions = await readVersions(simulated);
  return { like, rates, parallelism, waited, versions };
}

/** A store of the product, from which the bare ones take their values and what stands beside the release. */
async function makeExample(bench, simulated) {
  const { product } = await createProduct(bench, simulated, 'example');
  try {
    await product.start();
    const { store_id: id } = await product.call('POST', '/stores', {
      display_name: 'Bench',
    });
    return await readStoreNamespace({
      simulated,
      store: await product.until(id, 'READY'),
      work: bench.directory,
      helm: (...words) =>
        run(simulated.helm, words, {
          env: { KUBECONFIG: simulated.kubeconfig },
          signal: bench.signal,
        }),
    });
  } finally {
    await product.stop();
  }
}

async function runLoop({ chart, signal }, simulated, { like, parallelism }) {
  await delayPods(simulated);
  const bare = await BareStores.on({ simulated, chart, like, signal });
  note(`the bare loop, ${stores} stores, ${parallelism} at a time`);
  let names;
  const preparation = await timed(async () => {
    names = await bare.prepare(stores);
  });
  await sleep(settleMs);
  const processors = watchProcessors({
    ...(await simulated.daemons()),
    'the loop': process.pid,
  });
  const installation = await timed(() => bare.install(names, { parallelism }));
  const processorSeconds = processors();
  const readiness = await timed(() => bare.whenReady());
  bare.close();
  return { preparation, installation, readiness, processorSeconds };
}

async function runProduct(bench, simulated) {
  const { postgres, signal } = bench;
  await delayPods(simulated);
  const { product, database } = await createProduct(
    bench,
    simulated,
    'product',
  );
  let connection;
  try {
    await product.start();
    connection = await database.connect();
    await sleep(settleMs);
    const { pid } = product;
    const { query } = connection;
    const afterStart = residentMemory(pid);
    const processors = watchProcessors({
      ...(await simulated.daemons()),
      backend: pid,
      PostgreSQL: postgres.pid,
    });
    note(`the product, ${stores} stores`);
    const asked = Date.now();
    const [samples] = await Promise.all([
      watchStores({ query, pid, stores, signal }),
      inParallel(Array(stores).fill('Bench'), postsAtOnce, signal, name =>
        product.call('POST', '/stores', { display_name: name }),
      ),
    ]);
    const processorSeconds = processors();
    const rows = await query('SELECT created_at, ready_at FROM stores');
    const last = column => Math.max(...rows.map(row => Number(row[column])));
    return {
      // Both clocks are this machine's.
      posts: last('created_at') - asked,
      ready: last('ready_at') - asked,
      times: rows.map(row => Number(row.ready_at) - Number(row.created_at)),
      steps: await readSteps(query),
      claims: await readClaims(query),
      memory: judgeMemory(samples, afterStart),
      processorSeconds,
    };
  } finally {
    await connection?.close();
    await product.stop();
  }
}

async function createProduct({ folder, directory, postgres }, simulated, name) {
  const database = productDatabase({ postgres, name });
  const product = await ProductUnderTest.create({
    folder,
    directory: path.join(directory, name),
    cluster: simulated.cluster,
    ports: simulated.ports,
    configs: [
      'app-config.bench.yaml',
      'app-config.postgres.yaml',
      'app-config.rare-index.yaml',
      'app-config.eight-slots.yaml',
    ],
    env: {
      ...database.env,
      URUMI_KUBECONFIG: simulated.kubeconfig,
      URUMI_HELM: simulated.helm,
    },
  });
  return { product, database };
}

/** Milliseconds of each step, the median store's. */
async function readSteps(query) {
  const rows = await query(
    `SELECT name, percentile_disc(0.5) WITHIN GROUP (ORDER BY finished_at - started_at) AS milliseconds
       FROM job_steps GROUP BY name, position ORDER BY position`,
  );
  return Object.fromEntries(
    rows.map(({ name, milliseconds }) => [name, Number(milliseconds)]),
  );
}

/** How often the job of a store was claimed: once to begin, and whenever it was woken. Each claim raises one sequence. */
async function readClaims(query) {
  const [{ claims }] = await query(
    'SELECT max(fence) AS claims FROM provisioning_jobs',
  );
  return rounded(Number(claims) / stores);
}

/** Memory of the backend. Its start leaves more behind than it needs at rest: what it is freed of again is no measure. */
function judgeMemory(samples, afterStart) {
  const memory = samples.map(each => each.memory);
  const quarter = samples.findIndex(({ ready }) => ready >= stores / 4);
  const mostParked = Math.max(...samples.map(({ parked }) => parked));
  const peak = samples.findIndex(({ parked }) => parked === mostParked);
  const before = Math.min(...memory.slice(0, peak + 1));
  return {
    afterStart,
    smallestBefore: before,
    atOneQuarter: memory[quarter],
    largestAfterwards: Math.max(...memory.slice(quarter)),
    atTheEnd: memory.at(-1),
    mostParked,
    forOneParked: rounded((memory[peak] - before) / mostParked),
  };
}

function conclude({ trial, loop, product }) {
  const ours = perSecond(stores, product.ready);
  const waited = perSecond(waitedStores, trial.waited);
  const { memory } = product;
  const seconds = milliseconds => rounded(milliseconds / 1_000);
  const times = {
    'the product, first POST to last POST': seconds(product.posts),
    'the product, first POST to last READY': seconds(product.ready),
    'the bare loop': seconds(loop.installation),
    'namespaces and guards before the bare loop': seconds(loop.preparation),
    'end of the bare loop to its last ready workload': seconds(loop.readiness),
  };
  console.table(times);
  console.table(memory);
  return {
    versions: {
      kubernetes: trial.versions.kubernetes,
      helm: trial.versions.helm,
      database: 'PostgreSQL 18, fsync on',
    },
    goals: [
      {
        goal: 'first POST to last READY less the 30 s of the pods, of the bare loop',
        unit: 'times',
        limit: 1.15,
        measured: rounded((product.ready - podMs) / loop.installation),
      },
      {
        goal: 'stores a second of two at a time with helm --wait, of ours',
        unit: 'times',
        limit: 1 / 20,
        measured: Math.round((waited / ours) * 10_000) / 10_000,
      },
      {
        goal: 'largest memory of the backend after a quarter is READY, of then',
        unit: 'times',
        limit: 1.2,
        measured: rounded(memory.largestAfterwards / memory.atOneQuarter),
      },
    ],
    stores,
    nodes,
    storesPerSecond: {
      'the product': ours,
      'the product without the 30 s of the pods': perSecond(
        stores,
        product.ready - podMs,
      ),
      'the bare loop': perSecond(stores, loop.installation),
      [`two at a time with helm --wait, ${waitedStores} stores`]: waited,
      [`the bare loop by parallelism, ${storesOfTrial} stores`]: trial.rates,
    },
    parallelismOfTheLoop: trial.parallelism,
    seconds: times,
    stepMedians: product.steps,
    claimsOfOneStore: product.claims,
    ratios: {
      // The product makes them meanwhile.
      'the first goal, with namespaces and guards in the time of the loop':
        rounded(
          (product.ready - podMs) / (loop.installation + loop.preparation),
        ),
    },
    mebibytesOfBackend: memory,
    processorSeconds: {
      'the product': product.processorSeconds,
      'the bare loop': loop.processorSeconds,
    },
    summaries: {
      'a store, its POST to READY': summarize([product.times]),
    },
  };
}

function perSecond(count, milliseconds) {
  return Math.round((count / milliseconds) * 1_000_000) / 1_000;
}
