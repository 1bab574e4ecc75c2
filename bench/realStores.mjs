// Real stores on a node: POST to READY with an order placed, memory at rest and with six shoppers, how many fit a node.
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../tools/lib/ports.mjs';
import { run } from '../tools/lib/run.mjs';
import { startCopy } from '../tools/lib/startedProduct.mjs';
import { archivesFolder } from '../tools/lib/storeImages.mjs';
import { RunningCopy } from './lib/runningCopy.mjs';
import { shopInParallel } from './lib/shoppers.mjs';
import { rounded, summarize } from './lib/statistics.mjs';

const rounds = 3;
const shoppers = 6;
/** After the probes, and after shopping, garbage collectors and idle processes need a while. */
const restMs = 30_000;
const node = { cpu: 2_000, memoryMi: 24 * 1024 };

const engines = {
  woocommerce: {
    image: 'wordpress-woo',
    readyMs: 20_000,
    restMi: 300,
    storesAtOnce: 10,
  },
  medusa: { image: 'medusa', readyMs: 60_000, restMi: 450, storesAtOnce: 3 },
};

export async function measure({ work, versions, signal }) {
  const directory = path.join(work, 'real-stores');
  const port = await freePort();
  const product = await startCopy({ directory, port, signal, cluster: 'node' });
  try {
    const copy = await RunningCopy.at({ directory, port });
    const imageSizes = await measureImages();
    const result = {
      versions: { kubernetes: versions.kubernetes, helm: versions.helm },
      goals: Object.entries(imageSizes).map(([name, bytes]) => ({
        goal: `image ${name}, compressed`,
        unit: 'MB',
        limit: 250,
        measured: rounded(bytes / 1e6),
      })),
      imageSizes,
      engines: {},
      summaries: {},
    };
    for (const [engine, goals] of Object.entries(engines)) {
      if (goals.image in imageSizes) {
        await measureEngine({ copy, engine, goals, result });
      } else {
        console.log(`skipped: ${engine}: its image is not there`);
      }
    }
    return result;
  } finally {
    await product.stop();
    // Its volumes and images are gigabytes.
    await run('make', ['clean'], { env: { URUMI_STATE: directory } });
  }
}

async function measureImages() {
  const sizes = {};
  for (const file of (await fs.readdir(archivesFolder())).sort()) {
    if (file.endsWith('.tar')) {
      const { size } = await fs.stat(path.join(archivesFolder(), file));
      sizes[path.basename(file, '.tar')] = size;
    }
  }
  return sizes;
}

async function measureEngine({ copy, engine, goals, result }) {
  const readyTimes = [];
  let store;
  for (let round = 0; round < rounds; round++) {
    if (store) {
      await copy.remove(store);
    }
    store = await copy.readyStore({ engine });
    readyTimes.push([store.milliseconds]);
  }
  await sleep(restMs);
  const atRest = await copy.memoryOf(store);
  const shopping = await shopInParallel({
    url: store.url,
    engine,
    shoppers,
    seconds: 30,
    sample: () => copy.memoryOf(store),
  });
  await copy.remove(store);

  const started = performance.now();
  const many = await Promise.all(
    Array.from({ length: goals.storesAtOnce }, () =>
      copy.readyStore({ engine }),
    ),
  );
  const allReady = performance.now() - started;
  await Promise.all(many.map(one => copy.remove(one)));

  const ready = summarize(readyTimes);
  const restMi = rounded(total(atRest));
  result.summaries[`${engine}: POST to READY`] = ready;
  result.summaries[`${engine}: POST to READY, ${goals.storesAtOnce} at once`] =
    summarize([many.map(({ milliseconds }) => milliseconds)]);
  result.summaries[`${engine}: a page, ${shoppers} shoppers`] = summarize([
    shopping.pageTimes,
  ]);
  result.engines[engine] = {
    workingSetMi: { atRest, withShoppers: shopping.largest },
    requestsPerSecond: rounded(shopping.requestsPerSecond),
    errors: shopping.errors,
    allReadyMs: rounded(allReady),
    storesPerNode: await countStoresPerNode({ copy, engine }),
  };
  result.goals.push(
    {
      goal: `${engine}: POST to READY, order included, median`,
      unit: 'ms',
      limit: goals.readyMs,
      measured: ready.p50,
    },
    {
      goal: `${engine}: memory of all its pods at rest`,
      unit: 'MiB',
      limit: goals.restMi,
      measured: restMi,
    },
  );
}

/** How many stores of each plan the scheduler puts onto a node of 2 cores and 24 GiB, by what their pods request. */
async function countStoresPerNode({ copy, engine }) {
  const system = await copy.requestsOfSystem();
  const counts = {};
  for (const { name: plan } of await copy.plansOf(engine)) {
    const { cpu, memoryMi, pods } = await copy.requestsOfPlan({
      engine,
      plan,
    });
    counts[plan] = Math.floor(
      Math.min(
        (node.cpu - system.cpu) / cpu,
        (node.memoryMi - system.memoryMi) / memoryMi,
        (copy.podsPerNode - system.pods) / pods,
      ),
    );
  }
  return counts;
}

function total(memory) {
  return Object.values(memory).reduce((sum, mebibytes) => sum + mebibytes, 0);
}
