import {
  ClusterOffer,
  Engine,
  StoreLimits,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { UrumiStoresConfig } from '../config';
import { countLivingByCluster } from '../database/operations/livingStores';
import { storesInClusters } from '../database/operations/storesInClusters';
import { EngineRegistry } from '../engines/EngineRegistry';
import { WAITING_FOR_CLUSTER } from '../jobs/JobFailure';
import { getLimitsQuerySchema, parseOrThrow } from '../schema';
import { Caller, defaultOwner } from './callers';
import { describeClusters } from './describeClusters';
import { readLimits, usage } from './readLimits';
import { StoreReader } from './StoreReader';

/** What the platform offers: engines with their plans, clusters, and what is left of the limits. */
export class PlatformReader {
  readonly #knex: Knex;
  readonly #reader: StoreReader;
  readonly #engines: EngineRegistry;
  readonly #clusters: ClusterRegistry;
  readonly #config: UrumiStoresConfig;

  constructor(options: {
    knex: Knex;
    reader: StoreReader;
    engines: EngineRegistry;
    clusters: ClusterRegistry;
    config: UrumiStoresConfig;
  }) {
    this.#knex = options.knex;
    this.#reader = options.reader;
    this.#engines = options.engines;
    this.#clusters = options.clusters;
    this.#config = options.config;
  }

  async engines(caller: Caller): Promise<Engine[]> {
    await this.#reader.visibleStores(caller);
    return this.#engines.list().map(({ engine, chart, disabled }) => ({
      id: engine.id,
      title: engine.title,
      description: engine.description,
      enabled: !disabled,
      chart_version: chart.version,
      app_version: chart.appVersion,
      default_plan: engine.plans[0].name,
      plans: engine.plans.map(({ name, title, description, quota }) => ({
        name,
        title,
        description,
        quota,
      })),
      parameters_schema: engine.parametersSchema,
    }));
  }

  async clusters(caller: Caller): Promise<ClusterOffer[]> {
    await this.#reader.visibleStores(caller);
    const { clusters } = this.#config;
    const states = describeClusters(
      this.#clusters,
      await storesInClusters(this.#knex, WAITING_FOR_CLUSTER),
    );
    const living = await countLivingByCluster(
      this.#knex,
      clusters.map(({ name }) => name),
    );
    return states.map(state => {
      const config = clusters.find(({ name }) => name === state.name);
      return {
        ...state,
        labels: config?.labels ?? {},
        capacity:
          config?.capacity === undefined
            ? null
            : usage(living.get(state.name) ?? 0, config.capacity),
      };
    });
  }

  async limits(caller: Caller, rawQuery: unknown): Promise<StoreLimits> {
    await this.#reader.visibleStores(caller);
    const { owner } = parseOrThrow(getLimitsQuerySchema, rawQuery, 'query');
    return this.limitsOf(
      caller,
      owner ?? (await defaultOwner(caller, this.#config.defaultOwner)),
    );
  }

  /** The limits of an owner, and of the caller. */
  async limitsOf(caller: Caller, owner: string): Promise<StoreLimits> {
    return readLimits(this.#knex, this.#config.limits, { caller, owner });
  }
}
