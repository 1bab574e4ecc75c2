// From POST to READY on the simulated cluster, against the sum of the store's Helm calls (goal: at most 2 s more), and
// against a bare `helm upgrade --install` of the same chart and values in a namespace with the same guards, run in turn
// and followed by `kubectl wait` for the same workloads.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repoRoot } from '../tools/lib/paths.mjs';
import { run } from '../tools/lib/run.mjs';
import {
  createBareNamespace,
  readStoreNamespace,
} from './lib/bareNamespace.mjs';
import { createHelmRecorder } from './lib/helmRecorder.mjs';
import { ProductUnderTest } from './lib/productUnderTest.mjs';
import { rounded, summarize } from './lib/statistics.mjs';

const rounds = { delayed: 3, 'at-once': 7 };
const policy = path.join(repoRoot, 'bench/pods-at-once.yaml');
/** An admission policy takes effect some time after it was made. */
const settleMs = 3_000;
const quietMs = 1_000;

export async function measure({
  folder,
  work,
  simulated,
  chart,
  versions,
  signal,
}) {
  const recorder = await createHelmRecorder({
    directory: path.join(work, 'helm'),
    helm: simulated.helm,
  });
  const product = await ProductUnderTest.create({
    folder,
    directory: path.join(work, 'provision'),
    cluster: simulated.cluster,
    ports: simulated.ports,
    configs: ['app-config.bench.yaml'],
    env: {
      URUMI_KUBECONFIG: simulated.kubeconfig,
      URUMI_HELM: recorder.program,
    },
  });
  await product.start();
  const bench = { work, simulated, chart, product, recorder, signal };
  try {
    const delayed = await sample(bench, 'delayed');
    await simulated.kubectl('apply', '--server-side', '-f', policy);
    await sleep(settleMs);
    const atOnce = await sample(bench, 'at-once');
    await simulated.kubectl('delete', '-f', policy);
    return {
      versions: {
        kubernetes: versions.kubernetes,
        helm: versions.helm,
        database: versions.sqlite,
      },
      ...conclude({ atOnce, delayed }),
    };
  } finally {
    await product.stop();
  }
}

function conclude({ atOnce, delayed }) {
  const column = (samples, read) =>
    summarize(samples.map(each => [read(each)]));
  const over = column(atOnce, ({ ready, helm }) => ready - helm);
  const steps = samples =>
    Object.fromEntries(
      samples[0].steps.map(({ name }, index) => [
        name,
        column(samples, each => each.steps[index].milliseconds).p50,
      ]),
    );
  const rows = (samples, title) => ({
    [`POST to READY, ${title}`]: column(samples, each => each.ready),
    [`its Helm calls, ${title}`]: column(samples, each => each.helm),
    [`POST to READY above its Helm calls, ${title}`]: column(
      samples,
      each => each.ready - each.helm,
    ),
    [`bare helm upgrade --install, ${title}`]: column(
      samples,
      each => each.bare,
    ),
    [`bare helm and kubectl wait, ${title}`]: column(
      samples,
      each => each.bareReady,
    ),
  });
  return {
    goals: [
      {
        goal: 'POST to READY above the sum of the Helm calls, pods ready at once, median',
        unit: 'ms',
        limit: 2_000,
        measured: over.p50,
      },
      {
        goal: 'the same, slowest round',
        unit: 'ms',
        limit: 2_000,
        measured: over.max,
      },
    ],
    pods: atOnce[0].pods,
    helmCalls: atOnce[0].helmCalls,
    stepMedians: { atOnce: steps(atOnce), delayed: steps(delayed) },
    ratios: {
      'Helm in the product to bare Helm': rounded(
        column(atOnce, ({ helm, bare }) => helm / bare).p50,
      ),
      'POST to READY to bare Helm': rounded(
        column(atOnce, ({ ready, bare }) => ready / bare).p50,
      ),
      'POST to READY to bare Helm and kubectl wait': rounded(
        column(atOnce, ({ ready, bareReady }) => ready / bareReady).p50,
      ),
    },
    summaries: {
      ...rows(atOnce, 'pods at once'),
      ...rows(delayed, 'pods after 0.3-0.9 s'),
      'answer of POST /stores': column(
        [...atOnce, ...delayed],
        each => each.post,
      ),
    },
  };
}

/** Rounds of a store of the product and a bare Helm, whichever was second going first. The first round warms up. */
async function sample(bench, name) {
  const samples = [];
  let like;
  for (let round = 0; round <= rounds[name]; round++) {
    const runs = {
      store: () => provisionStore(bench),
      bare: () => installBare(bench, `bench-${name}-${round}`, like),
    };
    const order = round % 2 === 0 ? ['store', 'bare'] : ['bare', 'store'];
    const result = {};
    for (const which of order) {
      await sleep(quietMs);
      const { remove, ...measured } = await runs[which]();
      Object.assign(result, measured);
      // The release that a bare one is made after has to be there still.
      like ??= await readStoreNamespace({
        ...bench,
        ...measured,
        helm: args(bench),
      });
      await remove();
    }
    if (round > 0) {
      samples.push(result);
    }
  }
  return samples;
}

async function provisionStore({ product, recorder, simulated }) {
  const posted = Date.now();
  const { store_id: id } = await product.call('POST', '/stores', {
    display_name: 'Bench',
  });
  const post = Date.now() - posted;
  const store = await product.until(id, 'READY');
  const calls = await recorder.callsOf(store.release_name);
  const pods = await simulated.kubectl(
    ...['get', 'pods', '-n', store.namespace, '-o', 'name'],
  );
  return {
    store,
    post,
    // Both clocks are this machine's.
    ready: Date.parse(store.ready_at) - posted,
    helm: calls.reduce((sum, call) => sum + call.milliseconds, 0),
    helmCalls: calls.map(({ operation }) => operation).join(', '),
    pods: pods.trim().split('\n').length,
    steps: store.steps.map(({ name, started_at, finished_at }) => ({
      name,
      milliseconds: Date.parse(finished_at) - Date.parse(started_at),
    })),
    async remove() {
      await product.call('DELETE', `/stores/${id}`);
      await product.until(id, 'DELETED');
    },
  };
}

async function installBare({ work, simulated, chart, ...bench }, name, like) {
  await createBareNamespace({ simulated, name, like, work });
  const started = performance.now();
  await args({ simulated, ...bench })(
    ...['upgrade', name, chart, '--install', '--namespace', name],
    ...['--values', like.values, '--reset-values', '--history-max', '5'],
    ...['--disable-openapi-validation', '--timeout', '60s'],
  );
  const bare = performance.now() - started;
  await Promise.all(
    [
      ['complete', 'jobs'],
      ['available', 'deployments'],
      ['jsonpath={.status.readyReplicas}=1', 'statefulsets'],
    ].map(([condition, kind]) => {
      const what = condition.includes('=')
        ? condition
        : `condition=${condition}`;
      return simulated.kubectl(
        ...['wait', `--for=${what}`, kind, '--all', '-n', name],
        '--timeout=60s',
      );
    }),
  );
  return {
    bare,
    bareReady: performance.now() - started,
    remove: () => simulated.kubectl('delete', 'namespace', name),
  };
}

function args({ simulated, signal }) {
  return (...words) =>
    run(simulated.helm, words, {
      env: { KUBECONFIG: simulated.kubeconfig, HELM_NO_PLUGINS: '1' },
      signal,
    });
}
