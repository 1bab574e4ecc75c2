// Many stores upgraded at once on the simulated cluster, while the API is asked what people's pages ask: the goal is that no answer
// takes longer than 200 ms meanwhile. STORES=n upgrades that many, 20 by default.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProductUnderTest } from './lib/productUnderTest.mjs';
import { rounded, summarize } from './lib/statistics.mjs';

const stores = Number(process.env.STORES ?? 20);
/** Of each question, to the next one; people's pages ask less often. */
const pauseMs = 100;
/** Answers before any upgrade, to compare with. */
const calmMs = 10_000;
const limitMs = 200;

export async function measure({ work, folder, simulated, versions, signal }) {
  const product = await ProductUnderTest.create({
    folder,
    directory: path.join(work, 'upgrade-stores'),
    cluster: simulated.cluster,
    ports: simulated.ports,
    configs: ['app-config.bench.yaml'],
    env: { URUMI_KUBECONFIG: simulated.kubeconfig, URUMI_HELM: simulated.helm },
  });
  await product.start();
  try {
    const ids = await makeStores(product);
    const calm = await ask(product, {
      ids,
      end: sleep(calmMs, undefined, { signal }),
      signal,
    });
    const started = performance.now();
    const end = upgradeAll(product, { ids, signal });
    const meanwhile = await ask(product, { ids, end, signal });
    const seconds = (performance.now() - started) / 1000;
    await removeAll(product, ids);
    const summaries = {};
    for (const [what, answers] of [
      ['calm', calm],
      [`while ${stores} stores are upgraded`, meanwhile],
    ]) {
      for (const [question, times] of Object.entries(answers)) {
        summaries[`${question}, ${what}`] = summarize([times]);
      }
    }
    const slowest = Math.max(...Object.values(meanwhile).flat());
    return {
      versions: {
        kubernetes: versions.kubernetes,
        helm: versions.helm,
        database: versions.sqlite,
      },
      goals: [
        {
          goal: `slowest answer of the API while ${stores} stores are upgraded`,
          unit: 'ms',
          limit: limitMs,
          measured: rounded(slowest),
        },
      ],
      stores,
      secondsOfUpgrades: rounded(seconds),
      summaries,
    };
  } finally {
    await product.stop();
  }
}

async function makeStores(product) {
  const ids = [];
  for (let index = 0; index < stores; index++) {
    const { store_id: id } = await product.call('POST', '/stores', {
      display_name: `Upgraded ${index}`,
      plan: 'small',
    });
    ids.push(id);
  }
  await Promise.all(ids.map(id => product.until(id, 'READY')));
  return ids;
}

/** To the next plan, which changes values, quota and pods of each. */
async function upgradeAll(product, { ids, signal }) {
  const jobs = await Promise.all(
    ids.map(async id => {
      const { queued_job_id: job } = await product.call(
        'POST',
        `/stores/${id}/upgrade`,
        { plan: 'medium' },
      );
      return job;
    }),
  );
  for (const job of jobs) {
    for (;;) {
      const { state, error_message: error } = await product.call(
        'GET',
        `/jobs/${job}`,
      );
      if (state === 'SUCCEEDED') {
        break;
      }
      if (['FAILED', 'CANCELLED'].includes(state)) {
        throw new Error(`Job ${job}: ${error}`);
      }
      await sleep(500, undefined, { signal });
    }
  }
}

/** Asks what pages ask, in turn, until `end` settles. @returns the milliseconds of each answer, by question */
async function ask(product, { ids, end, signal }) {
  let ended = false;
  const ending = end.finally(() => {
    ended = true;
  });
  // It is awaited below; a question that fails before that tells first.
  ending.catch(() => {});
  const questions = {
    'GET /stores?limit=50': () => '/stores?limit=50',
    'GET /stores/{id}': round => `/stores/${ids[round % ids.length]}`,
    'GET /limits': () => '/limits',
    'GET /readyz': () => '/readyz',
  };
  const times = Object.fromEntries(
    Object.keys(questions).map(question => [question, []]),
  );
  for (let round = 0; !ended; round++) {
    for (const [question, route] of Object.entries(questions)) {
      const started = performance.now();
      await product.text('GET', route(round));
      times[question].push(performance.now() - started);
      await sleep(pauseMs, undefined, { signal });
    }
  }
  await ending;
  return times;
}

async function removeAll(product, ids) {
  await Promise.all(
    ids.map(async id => {
      await product.call('DELETE', `/stores/${id}`);
      await product.until(id, 'DELETED');
    }),
  );
}
