// The platform in a cluster, on a node whose containers run: from `helm upgrade --install` to the first READY store, what its pods take
// at rest, and how long one store takes to go back. The image is built and loaded before the clock starts. Linux and root.
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestShop } from '../e2e/lib/requestShop.mjs';
import { repoRoot } from '../tools/lib/paths.mjs';
import { freePort } from '../tools/lib/ports.mjs';
import { Problem } from '../tools/lib/problem.mjs';
import { run } from '../tools/lib/run.mjs';
import { startCopy } from '../tools/lib/startedProduct.mjs';
import { rounded, summarize } from './lib/statistics.mjs';
import { readVersions } from './lib/versions.mjs';

const namespace = 'platform';
const rounds = 3;
/** Garbage collectors and idle processes need a while. */
const restMs = 60_000;
const pollMs = 200;
const mebibyte = 2 ** 20;
/** The first one's store is the first; ENGINES=medusa,woocommerce needs the image of WooCommerce. */
const engines = (process.env.ENGINES ?? 'medusa').split(',');

export async function measure({ work, signal }) {
  const directory = path.join(work, 'platform');
  const product = await startCopy({
    directory,
    port: await freePort(),
    signal,
    cluster: 'node',
  });
  const node = new PlatformNode({ directory, signal });
  try {
    await node.loadImage(path.join(work, 'images'));
    const { kubernetes, helm } = await readVersions({
      kubectl: (...words) => node.kubectl(...words),
      helm: path.join(directory, 'cluster/bin/helm'),
    });
    const started = performance.now();
    await node.install();
    const installed = performance.now() - started;
    const first = await node.create(engines[0]);
    const ready = performance.now() - started;
    await sleep(restMs, undefined, { signal });
    const memory = await node.memory();
    const summaries = {};
    for (const engine of engines) {
      const id = engine === engines[0] ? first : await node.create(engine);
      summaries[`rollback of one store, ${engine}`] = summarize([
        await node.timeRollbacks(id),
      ]);
      await node.remove(id);
    }
    const backends = Object.entries(memory).filter(
      ([name]) => !name.includes('postgresql'),
    );
    return {
      versions: { kubernetes, helm },
      goals: [
        {
          goal: 'helm upgrade --install to the first READY store',
          unit: 's',
          limit: 180,
          measured: rounded(ready / 1000),
        },
        {
          goal: 'memory of a backend at rest, the larger one',
          unit: 'MiB',
          limit: 600,
          measured: Math.max(...backends.map(([, mebibytes]) => mebibytes)),
        },
        ...Object.entries(summaries).map(([what, { max }]) => ({
          goal: `${what}, slowest`,
          unit: 'ms',
          limit: 20_000,
          measured: max,
        })),
      ],
      secondsToInstalled: rounded(installed / 1000),
      memoryAtRestMi: memory,
      summaries,
    };
  } finally {
    await product.stop();
    // Its volumes and images are gigabytes.
    await run('make', ['clean'], { env: { URUMI_STATE: directory } });
  }
}

/** A node with the platform in it, spoken to through its ingress. */
class PlatformNode {
  #directory;
  #signal;
  #base;
  #token;

  constructor({ directory, signal }) {
    this.#directory = directory;
    this.#signal = signal;
  }

  async loadImage(folder) {
    await run(
      path.join(repoRoot, 'scripts/build-images.sh'),
      ['--engine', 'platform', '--output', folder],
      { signal: this.#signal },
    );
    await run(
      path.join(repoRoot, 'tools/cluster/node.sh'),
      ['load', path.join(folder, 'platform.tar')],
      {
        env: { URUMI_CLUSTER_STATE: path.join(this.#directory, 'cluster') },
        signal: this.#signal,
      },
    );
  }

  async install() {
    const ports = JSON.parse(
      await fs.readFile(path.join(this.#directory, 'ports.json'), 'utf8'),
    );
    const port = ports.URUMI_STORES_PORT;
    await this.#program(
      'helm',
      ...['upgrade', '--install', 'platform', 'charts/platform'],
      ...['--namespace', namespace, '--create-namespace'],
      ...['--values', 'values/values-local.yaml'],
      ...['--set', `ingress.port=${port},stores.cluster.port=${port}`],
      ...['--wait', '--timeout', '300s'],
    );
    this.#base = `http://platform.localhost:${port}/api/urumi-stores`;
    const secret = await this.kubectl(
      ...['get', 'secret', 'platform-secrets', '--namespace', namespace],
      ...['--output', 'jsonpath={.data.api-token}'],
    );
    this.#token = Buffer.from(secret, 'base64').toString();
  }

  /** @returns the id of a store, once it is READY */
  async create(kind) {
    const { store_id: id } = await this.#call('POST', '/stores', {
      engine: kind,
      parameters: { country: 'DE', currency: 'EUR' },
    });
    await this.#until(id, 'READY');
    return id;
  }

  /** Asks for a change and waits for its job. */
  async change(id, action, body) {
    const { queued_job_id: job } = await this.#call(
      'POST',
      `/stores/${id}/${action}`,
      body,
    );
    for (;;) {
      const { state, error_message: error } = await this.#call(
        'GET',
        `/jobs/${job}`,
      );
      if (state === 'SUCCEEDED') {
        return;
      }
      if (['FAILED', 'CANCELLED'].includes(state)) {
        throw new Problem(`The ${action} of store ${id} failed: ${error}`);
      }
      await sleep(pollMs, undefined, { signal: this.#signal });
    }
  }

  /** @returns milliseconds of each rollback to the plan that the store was made with */
  async timeRollbacks(id) {
    const times = [];
    for (let round = 0; round < rounds; round++) {
      await this.change(id, 'upgrade', { plan: 'medium' });
      const before = performance.now();
      await this.change(id, 'rollback', { revision: 1 });
      times.push(performance.now() - before);
    }
    return times;
  }

  async remove(id) {
    await this.#call('DELETE', `/stores/${id}`);
    await this.#until(id, 'DELETED');
  }

  /** @returns what kubectl writes */
  kubectl(...words) {
    return this.#program('kubectl', ...words);
  }

  /** Working set of the platform's pods in MiB, by their names. */
  async memory() {
    const { items } = JSON.parse(
      await this.kubectl('get', 'nodes', '--output', 'json'),
    );
    const { pods } = JSON.parse(
      await this.kubectl(
        ...['get', '--raw'],
        `/api/v1/nodes/${items[0].metadata.name}/proxy/stats/summary`,
      ),
    );
    return Object.fromEntries(
      pods
        .filter(({ podRef }) => podRef.namespace === namespace)
        .map(({ podRef, memory }) => [
          podRef.name,
          Math.round(memory.workingSetBytes / mebibyte),
        ]),
    );
  }

  async #until(id, status) {
    for (;;) {
      const store = await this.#call('GET', `/stores/${id}`);
      if (store.status === status) {
        return;
      }
      if (store.status === 'FAILED') {
        throw new Problem(`Store ${id} failed: ${store.last_error}`);
      }
      await sleep(pollMs, undefined, { signal: this.#signal });
    }
  }

  async #program(name, ...args) {
    const { stdout } = await run(
      path.join(this.#directory, 'cluster/bin', name),
      ['--kubeconfig', path.join(this.#directory, 'kubeconfig'), ...args],
      { cwd: repoRoot, signal: this.#signal },
    );
    return stdout;
  }

  async #call(method, route, body) {
    const { status, text } = await requestShop(`${this.#base}${route}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    if (status >= 300) {
      throw new Problem(`${method} ${route}: ${status} ${text}`);
    }
    return JSON.parse(text);
  }
}
