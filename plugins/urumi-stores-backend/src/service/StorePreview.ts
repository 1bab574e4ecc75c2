import { ConflictError } from '@backstage/errors';
import { StorePlanPreview } from '@urumi/backstage-plugin-urumi-stores-common';
import { storeNamespace } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { ClusterConfig } from '../config';
import { HelmCli } from '../helm/HelmCli';
import { buildGuardrails } from '../kubernetes/guardrails';
import { releaseValues } from '../jobs/provision/releaseValues';
import { Caller } from './callers';
import { PlatformReader } from './PlatformReader';
import { reachedLimits } from './readLimits';
import { StoreCreation } from './StoreCreation';
import { StorePlacement } from './StorePlacement';
import { StoreRequest } from './StoreRequestReader';
import { WriteLimit } from './WriteLimit';

/** Says what a request for a store would do, and does nothing. */
export class StorePreview {
  readonly #knex: Knex;
  readonly #creation: StoreCreation;
  readonly #placement: StorePlacement;
  readonly #platform: PlatformReader;
  readonly #clusters: ClusterRegistry;
  readonly #helm: HelmCli;
  readonly #writeLimit: WriteLimit;
  readonly #pullSecrets: readonly string[];

  constructor(options: {
    knex: Knex;
    creation: StoreCreation;
    placement: StorePlacement;
    platform: PlatformReader;
    clusters: ClusterRegistry;
    helm: HelmCli;
    writeLimit: WriteLimit;
    pullSecrets: readonly string[];
  }) {
    this.#knex = options.knex;
    this.#creation = options.creation;
    this.#placement = options.placement;
    this.#platform = options.platform;
    this.#clusters = options.clusters;
    this.#helm = options.helm;
    this.#writeLimit = options.writeLimit;
    this.#pullSecrets = options.pullSecrets;
  }

  async preview(caller: Caller, body: unknown): Promise<StorePlanPreview> {
    const request = await this.#creation.authorizeAndRead(caller, body);
    // It costs more than a write does: it runs Helm.
    await this.#writeLimit.take(this.#knex, caller.principal);
    const { registered, plan, owner } = request;
    const { cluster, full } = await this.#place(request);
    const id = uuidv7();
    const namespace = storeNamespace(id);
    const host = request.hostname ?? `${namespace}.${cluster.baseDomain}`;
    const store = {
      id,
      namespace,
      hostname: host,
      display_name: request.displayName ?? null,
      parameters: JSON.stringify(request.parameters),
    };
    const chartObjects = await this.#helm.template({
      release: namespace,
      namespace,
      chartDirectory: registered.chartDirectory,
      values: releaseValues(store, registered, plan, cluster),
    });
    const guardrails = buildGuardrails({
      namespace,
      storeId: id,
      engine: registered.engine,
      plan,
      ingressNamespace: cluster.ingressNamespace,
      dnsNamespace: cluster.dnsNamespace,
      pullSecrets: this.#pullSecrets,
    });
    const limits = await this.#platform.limitsOf(caller, owner);
    return {
      engine: registered.engine.id,
      plan: plan.name,
      cluster: cluster.name,
      owner,
      namespace,
      host,
      chart: { name: registered.chart.name, version: registered.chart.version },
      objects: countKinds([
        'Namespace',
        'Secret',
        ...guardrails.map(({ kind }) => kind),
        ...chartObjects.map(({ kind }) => kind),
      ]),
      quota: plan.quota,
      limits,
      problems: [
        ...(await this.#problems(request, { host, cluster })),
        ...reachedLimits(limits, plan.name).map(limit => ({
          code: 'LimitReached',
          message: `No store is left of the limit ${limit}; delete one, or ask a platform operator for more.`,
        })),
        ...(full ? [{ code: 'ClusterFull', message: `${full}.` }] : []),
      ],
    };
  }

  /** Where it would go, or the first place that it could not. */
  async #place(
    request: StoreRequest,
  ): Promise<{ cluster: ClusterConfig; full?: string }> {
    try {
      return await this.#placement.place(this.#knex, request);
    } catch (error) {
      if (!(error instanceof ConflictError)) {
        throw error;
      }
      return { cluster: request.clusters[0], full: error.message };
    }
  }

  async #problems(
    request: StoreRequest,
    { host, cluster }: { host: string; cluster: ClusterConfig },
  ) {
    const problems: StorePlanPreview['problems'] = [];
    if (request.registered.disabled) {
      problems.push({
        code: 'EngineDisabled',
        message: `${request.registered.engine.title} is disabled on this platform.`,
      });
    }
    const taken = await this.#knex('stores')
      .where({ hostname: host })
      .whereNot('status', 'DELETED')
      .first('id');
    if (taken) {
      problems.push({
        code: 'HostnameTaken',
        message: `The host name ${host} belongs to another store; choose another one.`,
      });
    }
    const { view } = this.#clusters.get(cluster.name);
    if (!view.status().reachable) {
      problems.push({
        code: 'ClusterUnreachable',
        message: `The cluster ${cluster.name} cannot be reached at the moment; the store would wait for it.`,
      });
    }
    return problems;
  }
}

function countKinds(kinds: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of kinds) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
