import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../tools/lib/problem.mjs';
import { run } from '../../tools/lib/run.mjs';

const mebibyte = 2 ** 20;

/** A copy of the product with a node, seen from outside: its API and its cluster. */
export class RunningCopy {
  #base;
  #token;
  #kubectl;
  podsPerNode;

  static async at({ directory, port }) {
    const copy = new RunningCopy();
    copy.#base = `http://127.0.0.1:${port}/api/urumi-stores`;
    copy.#token = (
      await fs.readFile(path.join(directory, 'api-token'), 'utf8')
    ).trim();
    copy.#kubectl = async (...args) => {
      const { stdout } = await run(
        path.join(directory, 'cluster/bin/kubectl'),
        ['--kubeconfig', path.join(directory, 'kubeconfig'), ...args],
        {},
      );
      return JSON.parse(stdout);
    };
    const { items } = await copy.#kubectl('get', 'nodes', '-o', 'json');
    copy.node = items[0].metadata.name;
    copy.podsPerNode = Number(items[0].status.allocatable.pods);
    return copy;
  }

  /** Creates a store. @returns it once it is READY, with the `milliseconds` that took */
  async readyStore(request) {
    const started = performance.now();
    const { store_id: id } = await this.#call('POST', '/stores', request);
    const store = await this.#until(id, 'READY');
    return { ...store, milliseconds: performance.now() - started };
  }

  async remove({ id }) {
    await this.#call('DELETE', `/stores/${id}`);
    await this.#until(id, 'DELETED');
  }

  async plansOf(engine) {
    const engines = await this.#call('GET', '/engines');
    return engines.find(({ id }) => id === engine).plans;
  }

  /** Working set of a store's running pods in MiB, by their component: what the kubelet counts against the limits. */
  async memoryOf({ namespace }) {
    const { pods } = await this.#kubectl(
      'get',
      '--raw',
      `/api/v1/nodes/${this.node}/proxy/stats/summary`,
    );
    return Object.fromEntries(
      pods
        .filter(({ podRef }) => podRef.namespace === namespace)
        .filter(({ podRef }) => !podRef.name.startsWith('setup-'))
        .map(({ podRef, memory }) => [
          podRef.name.split('-')[0],
          Math.round(memory.workingSetBytes / mebibyte),
        ]),
    );
  }

  /** What the running pods request that are no store's. */
  async requestsOfSystem() {
    const { items } = await this.#kubectl(
      'get',
      'pods',
      '--all-namespaces',
      '-l',
      'urumi.io/managed!=true',
      '-o',
      'json',
    );
    return sumRequests(
      items
        .filter(({ status }) => status.phase === 'Running')
        .map(({ spec }) => ({ spec, replicas: 1 })),
    );
  }

  /** What a store's pods request, as its workloads say, once the release is there. */
  async requestsOfPlan({ engine, plan }) {
    const { store_id: id, namespace } = await this.#call('POST', '/stores', {
      engine,
      plan,
    });
    for (;;) {
      const { steps } = await this.#call('GET', `/stores/${id}`);
      if (steps.find(({ name }) => name === 'release')?.state === 'done') {
        break;
      }
      await sleep(200);
    }
    const { items } = await this.#kubectl(
      'get',
      'deployments,statefulsets',
      '-n',
      namespace,
      '-o',
      'json',
    );
    await this.remove({ id });
    return sumRequests(
      items.map(({ spec }) => ({
        spec: spec.template.spec,
        replicas: spec.replicas,
      })),
    );
  }

  async #until(id, status) {
    for (;;) {
      const store = await this.#call('GET', `/stores/${id}`);
      if (store.status === status) {
        return store;
      }
      if (store.status === 'FAILED') {
        throw new Problem(`Store ${id} failed: ${store.last_error}`);
      }
      await sleep(200);
    }
  }

  async #call(method, route, body) {
    const response = await fetch(`${this.#base}${route}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Problem(`${method} ${route}: ${response.status} ${text}`);
    }
    return JSON.parse(text);
  }
}

function sumRequests(pods) {
  const sum = (name, read) =>
    pods.reduce(
      (all, { spec, replicas }) =>
        spec.containers.reduce(
          (some, { resources }) =>
            some + replicas * read(resources.requests?.[name] ?? '0'),
          all,
        ),
      0,
    );
  return {
    pods: pods.reduce((all, { replicas }) => all + replicas, 0),
    cpu: sum('cpu', readCpu),
    memoryMi: sum('memory', readMemory),
  };
}

/** Thousandths of a core. */
function readCpu(quantity) {
  return quantity.endsWith('m')
    ? Number(quantity.slice(0, -1))
    : Number(quantity) * 1000;
}

/** MiB. */
function readMemory(quantity) {
  const [, digits, unit] = /^([0-9.]+)(Ki|Mi|Gi)?$/.exec(quantity) ?? [];
  const factors = { Ki: 1 / 1024, Mi: 1, Gi: 1024 };
  return Number(digits) * (unit ? factors[unit] : 1 / mebibyte);
}
