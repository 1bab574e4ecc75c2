import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  productionCommand,
  startBackend,
} from '../../tools/lib/backendProcess.mjs';
import { repoRoot } from '../../tools/lib/paths.mjs';
import { freePort } from '../../tools/lib/ports.mjs';
import { Problem } from '../../tools/lib/problem.mjs';
import { backendEnvironment } from '../../tools/lib/product.mjs';
import { prepareState } from '../../tools/lib/state.mjs';

const readyPollMs = 50;
const readyTimeoutMs = 120_000;

/** The product in production form with state of its own, started and ended as often as a benchmark wants. */
export class ProductUnderTest {
  #command;
  #env;
  #port;
  #backend;
  #token;
  paths;

  /**
   * @param options.cluster as `startCluster` of the tools returns it
   * @param options.ports of that cluster and of the shops
   * @param options.configs names of further configuration files in `bench`
   * @param options.env variables that replace those of the tools
   */
  static async create({ folder, directory, cluster, ports, configs, env }) {
    const product = new ProductUnderTest();
    product.paths = await prepareState(directory);
    product.#port = await freePort();
    const command = productionCommand({ folder });
    product.#command = {
      ...command,
      args: [
        ...command.args,
        ...configs.flatMap(name => [
          '--config',
          path.join(repoRoot, 'bench', name),
        ]),
      ],
    };
    product.#env = {
      ...(await backendEnvironment({
        paths: product.paths,
        port: product.#port,
        ports,
        cluster,
      })),
      ...env,
    };
    product.#token = fs.readFileSync(product.paths.apiToken, 'utf8').trim();
    return product;
  }

  /**
   * Starts it.
   *
   * @returns milliseconds from the start of its process to the first 200 of `readyz`: `elapsed`, and of processor `cpu`
   */
  async start() {
    const started = performance.now();
    this.#backend = await startBackend({
      command: this.#command,
      env: this.#env,
      port: this.#port,
      tokenFile: this.paths.apiToken,
      logFile: path.join(this.paths.logs, 'backend.log'),
    });
    let problem;
    this.#backend.ended.then(error => {
      problem = error;
    });
    while (!(await this.#isReady())) {
      if (problem) {
        throw problem;
      }
      if (performance.now() - started > readyTimeoutMs) {
        throw new Problem('The backend was not ready in time');
      }
      await sleep(readyPollMs);
    }
    const elapsed = performance.now() - started;
    return { elapsed, cpu: cpuTime(this.#backend.pid) };
  }

  /** Where a browser finds it. */
  get origin() {
    return `http://localhost:${this.#port}`;
  }

  /** The id of its process, while it runs. */
  get pid() {
    return this.#backend.pid;
  }

  async stop() {
    await this.#backend?.stop();
    this.#backend = undefined;
  }

  /** @returns the answer's JSON. @throws Problem for an answer other than 2xx */
  async call(method, route, body) {
    return JSON.parse(await this.text(method, route, body));
  }

  /**
   * @param encoding in which the answer may come; by default none, as programs ask for it
   * @returns the answer's text
   * @throws Problem for an answer other than 2xx
   */
  async text(method, route, body, encoding = 'identity') {
    const response = await this.#fetch(route, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'accept-encoding': encoding,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Problem(`${method} ${route}: ${response.status} ${text}`);
    }
    return text;
  }

  /** Polls a store until it has the status, and returns it. @throws Problem when it fails */
  async until(storeId, status) {
    for (;;) {
      const store = await this.call('GET', `/stores/${storeId}`);
      if (store.status === status) {
        return store;
      }
      if (store.status === 'FAILED') {
        throw new Problem(`Store ${storeId} failed: ${store.last_error}`);
      }
      await sleep(200);
    }
  }

  #isReady() {
    return this.#fetch('/readyz').then(
      response => response.ok,
      () => false,
    );
  }

  #fetch(route, options) {
    return fetch(
      `http://127.0.0.1:${this.#port}/api/urumi-stores${route}`,
      options,
    );
  }
}

/** Milliseconds of processor that a process and its ended children have used, on Linux. */
function cpuTime(pid) {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; the times are the 14th to 17th field, in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + ticks * 10, 0);
}
