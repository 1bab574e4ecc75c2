import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../tools/lib/run.mjs';
import { openApiServer } from './apiServer.mjs';
import { inParallel } from './inParallel.mjs';

const plurals = {
  Secret: '/api/v1/namespaces/NAMESPACE/secrets',
  ServiceAccount: '/api/v1/namespaces/NAMESPACE/serviceaccounts',
  ResourceQuota: '/api/v1/namespaces/NAMESPACE/resourcequotas',
  LimitRange: '/api/v1/namespaces/NAMESPACE/limitranges',
  NetworkPolicy:
    '/apis/networking.k8s.io/v1/namespaces/NAMESPACE/networkpolicies',
  RoleBinding:
    '/apis/rbac.authorization.k8s.io/v1/namespaces/NAMESPACE/rolebindings',
};
const workloads = [
  [
    '/apis/apps/v1/deployments',
    ({ spec, status }) => status.readyReplicas === spec.replicas,
  ],
  [
    '/apis/apps/v1/statefulsets',
    ({ spec, status }) => status.readyReplicas === spec.replicas,
  ],
  ['/apis/batch/v1/jobs', ({ status }) => status.succeeded > 0],
];
const atOnce = 16;
const pollMs = 1_000;

/** Milliseconds that the action takes. */
export async function timed(action) {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

/** Stores by Helm alone, in namespaces like those of the product: what the product is compared with. */
export class BareStores {
  #simulated;
  #chart;
  #like;
  #api;
  #signal;
  #made = 0;

  /** @param options.like of `readStoreNamespace` */
  static async on({ simulated, chart, like, signal }) {
    const stores = new BareStores();
    stores.#simulated = simulated;
    stores.#chart = chart;
    stores.#like = like;
    stores.#api = await openApiServer(simulated);
    stores.#signal = signal;
    return stores;
  }

  /** Makes so many namespaces with the same guards. @returns their names */
  async prepare(count) {
    const names = Array.from(
      { length: count },
      () => `bare-${(this.#made += 1)}`,
    );
    const { labels, guards } = this.#like;
    await inParallel(names, atOnce, this.#signal, async name => {
      await this.#api.create('/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels },
      });
      for (const { metadata, ...object } of guards) {
        await this.#api.create(
          plurals[object.kind].replace('NAMESPACE', name),
          { ...object, metadata: { ...metadata, namespace: name } },
        );
      }
    });
    return names;
  }

  /** Installs the chart into each namespace, so many at once. */
  async install(names, { parallelism, more = [] }) {
    await inParallel(names, parallelism, this.#signal, name =>
      run(
        this.#simulated.helm,
        [
          ...['upgrade', name, this.#chart, '--install', '--namespace', name],
          ...['--values', this.#like.values, '--reset-values'],
          ...['--history-max', '5', '--disable-openapi-validation', ...more],
        ],
        {
          // As the product runs it.
          env: {
            KUBECONFIG: this.#simulated.kubeconfig,
            HELM_NO_PLUGINS: '1',
            GOGC: 'off',
            GOMEMLIMIT: '256MiB',
          },
          signal: this.#signal,
        },
      ),
    );
  }

  /** Resolves when all workloads of these stores are ready. */
  async whenReady() {
    for (;;) {
      this.#signal.throwIfAborted();
      const lists = await Promise.all(
        workloads.map(async ([path, isReady]) =>
          (await this.#api.get(path)).items.every(isReady),
        ),
      );
      if (lists.every(Boolean)) {
        return;
      }
      await sleep(pollMs);
    }
  }

  close() {
    this.#api.close();
  }
}
