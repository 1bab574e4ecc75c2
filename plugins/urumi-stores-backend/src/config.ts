import { InputError } from '@backstage/errors';
import { Config } from '@backstage/config';
import {
  ConfigBlock,
  count,
  duration,
  flag,
  labelValue,
  matching,
  ownerRef,
  secret,
  text,
} from './configBlock';
import { ClusterConfig, readClusterConfig } from './clusters/readClusterConfig';
import { CHART_LOCATION_FORM } from './engines/chartLocation';
import { isImageVersion } from './engines/imageReferences';

export type { ClusterConfig } from './clusters/readClusterConfig';

/** Where the images of the stores come from. */
export interface ImagesConfig {
  registry: string | undefined;
  /** Tags or digests by image name. */
  versions: Record<string, string>;
  /** Docker configurations as JSON, each a pull secret. */
  pullSecrets: string[];
}

/** How many stores of a plan there may be; what is undefined is not limited. */
export interface PlanLimits {
  storesPerOwner: number | undefined;
  storesTotal: number | undefined;
}

/** What may be used of the platform. */
export interface LimitsConfig {
  storesPerOwner: number;
  storesPerPerson: number;
  storesTotal: number;
  writesPerMinute: number;
  createsPerMinute: number;
  deletesPerMinute: number;
  /** By the name of the plan. */
  plans: Record<string, PlanLimits>;
}

/** How Helm is run, and where it takes charts from. */
export interface HelmConfig {
  binary: string;
  registryConfig: string | undefined;
  plainHttp: boolean;
  chartCache: string | undefined;
}

/** What owners are told of their stores through Backstage's notifications. */
export interface NotificationsConfig {
  ready: boolean;
  failed: boolean;
  degraded: boolean;
  deleted: boolean;
}

/** The plugin's configuration with its defaults filled in. */
export interface UrumiStoresConfig {
  defaultOwner: string;
  /** Undefined: the one that was generated into the database. */
  platformName: string | undefined;
  clusters: ClusterConfig[];
  helm: HelmConfig;
  chartsDirectory: string | undefined;
  /** Where the charts of engines are, by the engine's id. */
  chartLocations: Record<string, string>;
  disabledEngines: string[];
  images: ImagesConfig;
  limits: LimitsConfig;
  worker: { concurrency: number; leaseMs: number; pollMs: number };
  health: { intervalMs: number };
  upgrades: { rollBackOnFailure: boolean };
  notifications: NotificationsConfig;
}

/**
 * Reads `urumiStores` once.
 *
 * @throws InputError with the path of what is wrong and what it must be.
 */
export function readUrumiStoresConfig(rootConfig: Config): UrumiStoresConfig {
  const config = new ConfigBlock(
    rootConfig.getOptional('urumiStores'),
    'urumiStores',
  );
  const worker = config.block('worker');
  const health = config.block('health');
  const upgrades = config.block('upgrades');
  const read: UrumiStoresConfig = {
    defaultOwner:
      config.optional('defaultOwner', ownerRef) ?? 'group:default/platform',
    platformName: config.optional('platformName', labelValue),
    clusters: readClusters(config),
    helm: readHelm(config.block('helm')),
    chartsDirectory: config.optional('chartsDirectory', text),
    chartLocations: readChartLocations(config),
    disabledEngines: config.list('disabledEngines', text),
    images: readImages(config.block('images')),
    limits: readLimits(config.block('limits')),
    worker: {
      concurrency: worker.optional('concurrency', count) ?? 4,
      leaseMs: worker.optional('leaseDuration', duration) ?? 30_000,
      pollMs: worker.optional('pollInterval', duration) ?? 1_000,
    },
    health: { intervalMs: health.optional('interval', duration) ?? 600_000 },
    upgrades: {
      rollBackOnFailure: upgrades.optional('rollBackOnFailure', flag) ?? true,
    },
    notifications: readNotifications(config.block('notifications')),
  };
  worker.end();
  health.end();
  upgrades.end();
  config.end();
  return read;
}

function readClusters(config: ConfigBlock): ClusterConfig[] {
  const clusters = config.blocks('clusters').map(readClusterConfig);
  const names = clusters.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InputError(
      `Two clusters in urumiStores.clusters are named '${twice}'; give each a name of its own`,
    );
  }
  return clusters;
}

function readHelm(config: ConfigBlock): HelmConfig {
  const helm = {
    binary: config.optional('binary', text) ?? 'helm',
    registryConfig: config.optional('registryConfig', text),
    plainHttp: config.optional('plainHttp', flag) ?? false,
    chartCache: config.optional('chartCache', text),
  };
  config.end();
  return helm;
}

const chartLocation = matching(
  'a folder, or a chart in a registry by its digest: oci://registry.example.com/charts/woocommerce@sha256:…',
  CHART_LOCATION_FORM,
);

function readChartLocations(config: ConfigBlock): Record<string, string> {
  return Object.fromEntries(
    config.namedBlocks('engines').flatMap(([engineId, engine]) => {
      const location = engine.optional('chart', chartLocation);
      engine.end();
      return location === undefined ? [] : [[engineId, location] as const];
    }),
  );
}

function readLimits(config: ConfigBlock): LimitsConfig {
  const writesPerMinute = config.optional('writesPerMinute', count) ?? 120;
  const limits = {
    storesPerOwner: config.optional('storesPerOwner', count) ?? 50,
    storesPerPerson: config.optional('storesPerPerson', count) ?? 100,
    storesTotal: config.optional('storesTotal', count) ?? 500,
    writesPerMinute,
    createsPerMinute:
      config.optional('createsPerMinute', count) ?? writesPerMinute,
    deletesPerMinute:
      config.optional('deletesPerMinute', count) ?? writesPerMinute,
    plans: Object.fromEntries(
      config.namedBlocks('plans').map(([name, plan]) => {
        const planLimits = {
          storesPerOwner: plan.optional('storesPerOwner', count),
          storesTotal: plan.optional('storesTotal', count),
        };
        plan.end();
        return [name, planLimits];
      }),
    ),
  };
  config.end();
  return limits;
}

function readNotifications(config: ConfigBlock): NotificationsConfig {
  const notifications = {
    ready: config.optional('ready', flag) ?? true,
    failed: config.optional('failed', flag) ?? true,
    degraded: config.optional('degraded', flag) ?? true,
    deleted: config.optional('deleted', flag) ?? true,
  };
  config.end();
  return notifications;
}

const imageVersion = {
  expected:
    'a tag other than latest, a digest (sha256:…), or both (tag@sha256:…)',
  read: (raw: unknown) =>
    typeof raw === 'string' && isImageVersion(raw) ? raw : undefined,
};

const dockerConfig = secret({
  expected: 'JSON with the key auths, as in ~/.docker/config.json',
  read: (raw: unknown) =>
    typeof raw === 'string' && isDockerConfig(raw) ? raw : undefined,
});

function readImages(config: ConfigBlock): ImagesConfig {
  const images = {
    registry: config.optional('registry', text)?.replace(/\/+$/, ''),
    versions: config.named('versions', imageVersion),
    pullSecrets: config.blocks('pullSecrets').map(pullSecret => {
      const json = pullSecret.required('dockerConfigJson', dockerConfig);
      pullSecret.end();
      return json;
    }),
  };
  config.end();
  return images;
}

function isDockerConfig(json: string): boolean {
  try {
    return typeof JSON.parse(json)?.auths === 'object';
  } catch {
    return false;
  }
}

/** Address of a shop, without a trailing slash. */
export function shopUrl(
  cluster: Pick<ClusterConfig, 'scheme' | 'port'>,
  hostname: string,
): string {
  const usual = cluster.scheme === 'http' ? 80 : 443;
  const port = cluster.port === usual ? '' : `:${cluster.port}`;
  return `${cluster.scheme}://${hostname}${port}`;
}
