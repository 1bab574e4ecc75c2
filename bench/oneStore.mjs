// One store after the other from its job's queueing to READY, beside one bare tuned `helm upgrade --install` of the same
// chart and values in turn. What is our own is the time in which neither Helm ran, nor a call of the API server was under
// way, nor the pods were waited for; each call is counted. SAMPLES says how many stores. PostgreSQL, pods ready at once.
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { repoRoot } from '../tools/lib/paths.mjs';
import { startPostgres } from '../tools/lib/postgres.mjs';
import { Problem } from '../tools/lib/problem.mjs';
import { run } from '../tools/lib/run.mjs';
import { readStoreNamespace } from './lib/bareNamespace.mjs';
import { BareStores, timed } from './lib/bareStores.mjs';
import { uncovered } from './lib/intervals.mjs';
import { productDatabase } from './lib/productDatabase.mjs';
import { ProductUnderTest } from './lib/productUnderTest.mjs';
import { startSimulated } from './lib/simulated.mjs';
import { median, rounded, summarize } from './lib/statistics.mjs';
import { readVersions } from './lib/versions.mjs';

const stores = Number(process.env.SAMPLES ?? 25);
const warmUp = 3;
const policy = path.join(repoRoot, 'bench/pods-at-once.yaml');
const recorder = path.join(import.meta.dirname, 'lib/recordCalls.mjs');
const settleMs = 3_000;
const quietMs = 1_500;
const pollMs = 50;
const deadlineMs = 60_000;

export async function measure({ folder, work, chart, signal }) {
  const directory = path.join(work, 'one-store');
  const postgresFolder = path.join(directory, 'postgres');
  await fs.mkdir(postgresFolder, { recursive: true, mode: 0o755 });
  const calls = path.join(directory, 'calls');
  let postgres;
  let simulated;
  let product;
  let database;
  let bare;
  try {
    postgres = await startPostgres({ directory: postgresFolder, signal });
    simulated = await startSimulated({
      directory: path.join(directory, 'cluster'),
      signal,
    });
    const databases = productDatabase({ postgres, name: 'one_store' });
    product = await ProductUnderTest.create({
      folder,
      directory: path.join(directory, 'product'),
      cluster: simulated.cluster,
      ports: simulated.ports,
      configs: [
        'app-config.bench.yaml',
        'app-config.postgres.yaml',
        'app-config.rare-index.yaml',
      ],
      env: {
        ...databases.env,
        URUMI_KUBECONFIG: simulated.kubeconfig,
        URUMI_HELM: simulated.helm,
        URUMI_BENCH_CALLS: calls,
        NODE_OPTIONS: `--import ${pathToFileURL(recorder)}`,
      },
    });
    await product.start();
    database = await databases.connect();
    await simulated.kubectl('apply', '--server-side', '-f', policy);
    await sleep(settleMs, undefined, { signal });
    const samples = [];
    for (let index = 0; index < warmUp + stores; index++) {
      const store = await provisionStore({ product, database, calls, signal });
      bare ??= await BareStores.on({
        simulated,
        chart,
        like: await readLike({ simulated, directory, store, signal }),
        signal,
      });
      const names = await bare.prepare(1);
      await sleep(quietMs, undefined, { signal });
      const bareHelm = await timed(() =>
        bare.install(names, { parallelism: 1 }),
      );
      await sleep(quietMs, undefined, { signal });
      if (index >= warmUp) {
        samples.push({ ...store, bareHelm });
      }
    }
    const { kubernetes, helm } = await readVersions(simulated);
    const [version] = await database.query('SHOW server_version');
    return {
      versions: {
        kubernetes,
        helm,
        database: `PostgreSQL ${version.server_version}, fsync off`,
      },
      ...conclude(samples),
    };
  } finally {
    bare?.close();
    await database?.close();
    await product?.stop();
    await simulated?.stop();
    await postgres?.stop();
  }
}

function readLike({ simulated, directory, store, signal }) {
  return readStoreNamespace({
    simulated,
    store,
    work: directory,
    helm: (...words) =>
      run(simulated.helm, words, {
        env: { KUBECONFIG: simulated.kubeconfig },
        signal,
      }),
  });
}

/** Makes a store, and asks the database alone how far it is: a request would be work of the backend meanwhile. */
async function provisionStore({ product, database, calls, signal }) {
  const { store_id: id } = await product.call('POST', '/stores', {
    display_name: 'Bench',
  });
  const deadline = performance.now() + deadlineMs;
  let store;
  do {
    await sleep(pollMs, undefined, { signal });
    [store] = await database.query(
      'SELECT status, namespace, release_name, last_error FROM stores WHERE id = $1',
      [id],
    );
    if (store.status === 'FAILED' || performance.now() > deadline) {
      throw new Problem(`Store ${id} is ${store.status}: ${store.last_error}`);
    }
  } while (store.status !== 'READY');
  const [job] = await database.query(
    'SELECT id, created_at, completed_at FROM provisioning_jobs WHERE store_id = $1',
    [id],
  );
  const steps = await database.query(
    'SELECT name, started_at, finished_at FROM job_steps WHERE job_id = $1 ORDER BY position',
    [job.id],
  );
  // What is recorded reaches the file a moment later.
  await sleep(quietMs, undefined, { signal });
  const lines = (await fs.readFile(calls, 'utf8')).trim().split('\n');
  return {
    ...store,
    ...split({
      job: { from: Number(job.created_at), to: Number(job.completed_at) },
      steps: steps.map(({ name, started_at: from, finished_at: to }) => ({
        name,
        from: Number(from),
        to: Number(to),
      })),
      records: lines.map(line => JSON.parse(line)),
      namespace: store.namespace,
    }),
  };
}

/** What the time of a job went to, in milliseconds. Both clocks are this machine's. */
function split({ job, steps, records, namespace }) {
  const inTime = ({ ended }) => ended >= job.from && ended <= job.to;
  const programs = records.filter(
    ({ kind, args }) => kind === 'program' && args.includes(namespace),
  );
  const calls = records.filter(
    record =>
      record.kind === 'call' &&
      // Nobody else makes namespaces meanwhile.
      (record.path.includes(namespace) || record.method === 'POST') &&
      inTime(record),
  );
  const step = name => steps.find(each => each.name === name);
  // Pods are waited for since Helm made them, whatever is done meanwhile, and until the last that the watches told of them
  // before the step knew that they are ready.
  const news = records.filter(
    record =>
      record.kind === 'watch' &&
      record.namespace === namespace &&
      record.ended <= step('workloads').to,
  );
  const started = Math.max(...programs.map(({ ended }) => ended));
  const wait = {
    started,
    ended: Math.max(started, ...news.map(({ ended }) => ended)),
  };
  const others = [...programs, ...calls, wait];
  const statements = records.filter(({ kind }) => kind === 'statement');
  const busy = intervals => job.to - job.from - uncovered(job, intervals);
  return {
    total: job.to - job.from,
    helm: busy(programs),
    calls: busy(calls),
    wait: busy([wait]),
    own: uncovered(job, others),
    ownWithoutDatabase: uncovered(job, [...others, ...statements]),
    ownOf: Object.fromEntries([
      [
        'queued to first step',
        uncovered({ from: job.from, to: steps[0].from }, others),
      ],
      ...steps.map(each => [each.name, uncovered(each, others)]),
    ]),
    calledPaths: calls.map(
      ({ method, path: called }) =>
        `${method} ${called.split('?')[0].replaceAll(namespace, '{store}')}`,
    ),
  };
}

function conclude(samples) {
  const column = read => summarize(samples.map(each => [read(each)]));
  const own = column(each => each.own);
  const counts = ({ calledPaths }) =>
    Object.entries(Object.groupBy(calledPaths, each => each)).map(
      ([what, list]) => [what, list.length],
    );
  const calls = Object.fromEntries(
    counts(samples[0]).toSorted(([one], [other]) => one.localeCompare(other)),
  );
  const ownOf = Object.fromEntries(
    Object.keys(samples[0].ownOf).map(name => [
      name,
      rounded(median(samples.map(each => each.ownOf[name]))),
    ]),
  );
  console.table(calls);
  console.table(ownOf);
  return {
    goals: [
      {
        goal: 'our own in the job of one store, median',
        unit: 'ms',
        limit: 10,
        measured: own.p50,
      },
    ],
    callsOfOneStore: {
      count: summarize(samples.map(each => [each.calledPaths.length])).p50,
      byPath: calls,
    },
    ownMedians: ownOf,
    ratios: {
      'Helm in the product to bare Helm': rounded(
        median(samples.map(({ helm, bareHelm }) => helm / bareHelm)),
      ),
      'the whole job to bare Helm': rounded(
        median(samples.map(({ total, bareHelm }) => total / bareHelm)),
      ),
    },
    summaries: {
      'the job, queued to READY': column(each => each.total),
      'its Helm': column(each => each.helm),
      'its calls of the API server': column(each => each.calls),
      'its wait for pods': column(each => each.wait),
      'our own': own,
      'our own without the database': column(each => each.ownWithoutDatabase),
      'bare helm upgrade --install': column(each => each.bareHelm),
    },
  };
}
