import {
  ClusterState,
  Engine,
  LimitUsage,
  StoreLimits,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { UrumiStoresConfig } from '../config';
import { readRateWindow } from '../database/operations/rateLimit';
import { storesInClusters } from '../database/operations/storesInClusters';
import { readUsage } from '../database/operations/storeUsage';
import { EngineRegistry } from '../engines/EngineRegistry';
import { WAITING_FOR_CLUSTER } from '../jobs/JobFailure';
import { getLimitsQuerySchema, parseOrThrow } from '../schema';
import { Caller, defaultOwner } from './callers';
import { describeClusters } from './describeClusters';
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

  async clusters(caller: Caller): Promise<ClusterState[]> {
    await this.#reader.visibleStores(caller);
    return describeClusters(
      this.#clusters,
      await storesInClusters(this.#knex, WAITING_FOR_CLUSTER),
    );
  }

  async limits(caller: Caller, rawQuery: unknown): Promise<StoreLimits> {
    await this.#reader.visibleStores(caller);
    const { owner } = parseOrThrow(getLimitsQuerySchema, rawQuery, 'query');
    return this.limitsOf(
      caller,
      owner ?? (await defaultOwner(caller, this.#config.defaultOwner)),
    );
  }

  /** The limits of an owner, and of the caller's writes. */
  async limitsOf(caller: Caller, owner: string): Promise<StoreLimits> {
    const { storesPerOwner, storesTotal, writesPerMinute } =
      this.#config.limits;
    const [ofOwner, total, { writes }] = await Promise.all([
      readUsage(this.#knex, `owner:${owner}`),
      readUsage(this.#knex, 'total'),
      readRateWindow(this.#knex, caller.principal),
    ]);
    return {
      owner,
      stores_per_owner: usage(ofOwner, storesPerOwner),
      stores_total: usage(total, storesTotal),
      writes_per_minute: usage(writes, writesPerMinute),
    };
  }
}

function usage(used: number, allowed: number): LimitUsage {
  return { used, allowed, left: Math.max(0, allowed - used) };
}
