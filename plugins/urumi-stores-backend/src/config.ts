import { Config, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { isImageVersion } from './engines/imageReferences';

/** A cluster that stores can be made in. See `config.d.ts` for each key. */
export interface ClusterConfig {
  name: string;
  kubeconfig: string | undefined;
  context: string | undefined;
  baseDomain: string;
  scheme: 'http' | 'https';
  port: number;
  ingressNamespace: string;
  dnsNamespace: string;
  ingressClassName: string | undefined;
  storageClassName: string | undefined;
  /** Where the platform's own requests to the shops go; see `config.d.ts`. */
  ingressAddress: string | undefined;
}

/** Where the images of the stores come from. */
export interface ImagesConfig {
  registry: string | undefined;
  /** Tags or digests by image name. */
  versions: Record<string, string>;
  /** Docker configurations as JSON, each a pull secret. */
  pullSecrets: string[];
}

/** The plugin's configuration with its defaults filled in. */
export interface UrumiStoresConfig {
  defaultOwner: string;
  clusters: ClusterConfig[];
  helmBinary: string;
  chartsDirectory: string | undefined;
  disabledEngines: string[];
  images: ImagesConfig;
  limits: {
    storesPerOwner: number;
    storesTotal: number;
    writesPerMinute: number;
  };
  worker: { concurrency: number; leaseMs: number; pollMs: number };
  health: { intervalMs: number };
  upgrades: { rollBackOnFailure: boolean };
}

/**
 * Reads `urumiStores` once.
 *
 * @throws Error naming the key that is wrong.
 */
export function readUrumiStoresConfig(rootConfig: Config): UrumiStoresConfig {
  const config = rootConfig.getOptionalConfig('urumiStores');
  return {
    defaultOwner:
      config?.getOptionalString('defaultOwner') ?? 'group:default/platform',
    clusters: readClusters(config),
    helmBinary: config?.getOptionalString('helm.binary') ?? 'helm',
    chartsDirectory: config?.getOptionalString('chartsDirectory'),
    disabledEngines: config?.getOptionalStringArray('disabledEngines') ?? [],
    images: readImages(config),
    limits: {
      storesPerOwner: readCount(config, 'limits.storesPerOwner', 50),
      storesTotal: readCount(config, 'limits.storesTotal', 500),
      writesPerMinute: readCount(config, 'limits.writesPerMinute', 120),
    },
    worker: {
      concurrency: readCount(config, 'worker.concurrency', 4),
      leaseMs: readDuration(config, 'worker.leaseDuration', 30_000),
      pollMs: readDuration(config, 'worker.pollInterval', 1_000),
    },
    health: {
      intervalMs: readDuration(config, 'health.interval', 600_000),
    },
    upgrades: {
      rollBackOnFailure:
        config?.getOptionalBoolean('upgrades.rollBackOnFailure') ?? true,
    },
  };
}

function readClusters(config: Config | undefined): ClusterConfig[] {
  const clusters = (config?.getOptionalConfigArray('clusters') ?? []).map(
    readCluster,
  );
  const names = clusters.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Error(
      `Two clusters in urumiStores.clusters are named '${twice}'; give each a name of its own`,
    );
  }
  return clusters;
}

function readCluster(config: Config): ClusterConfig {
  const scheme = config.getOptionalString('scheme') ?? 'http';
  if (scheme !== 'http' && scheme !== 'https') {
    throw new Error(
      `urumiStores.clusters[].scheme is '${scheme}'; it must be http or https`,
    );
  }
  const name = config.getString('name');
  if (name.length > 63) {
    throw new Error(
      `urumiStores.clusters[].name '${name}' is longer than 63 characters`,
    );
  }
  return {
    name,
    kubeconfig: config.getOptionalString('kubeconfig'),
    context: config.getOptionalString('context'),
    baseDomain: config.getOptionalString('baseDomain') ?? 'localhost',
    scheme,
    port: config.getOptionalNumber('port') ?? (scheme === 'http' ? 80 : 443),
    ingressNamespace: config.getOptionalString('ingressNamespace') ?? 'ingress',
    dnsNamespace: config.getOptionalString('dnsNamespace') ?? 'kube-system',
    ingressClassName: config.getOptionalString('ingressClassName'),
    storageClassName: config.getOptionalString('storageClassName'),
    ingressAddress: config.getOptionalString('ingressAddress'),
  };
}

function readImages(config: Config | undefined): ImagesConfig {
  const versions =
    config?.getOptional<Record<string, string>>('images.versions') ?? {};
  for (const [name, version] of Object.entries(versions)) {
    if (!isImageVersion(version)) {
      throw new Error(
        `urumiStores.images.versions.${name} is '${version}'; it must be a tag other than latest, a digest (sha256:…), or both (tag@sha256:…)`,
      );
    }
  }
  const pullSecrets = (
    config?.getOptionalConfigArray('images.pullSecrets') ?? []
  ).map(secret => secret.getString('dockerConfigJson'));
  if (!pullSecrets.every(isDockerConfig)) {
    throw new Error(
      'urumiStores.images.pullSecrets[].dockerConfigJson must be JSON with the key auths, as in ~/.docker/config.json',
    );
  }
  return {
    registry: config?.getOptionalString('images.registry')?.replace(/\/+$/, ''),
    versions,
    pullSecrets,
  };
}

function isDockerConfig(text: string): boolean {
  try {
    return typeof JSON.parse(text)?.auths === 'object';
  } catch {
    return false;
  }
}

function readCount(
  config: Config | undefined,
  key: string,
  defaultValue: number,
): number {
  const value = config?.getOptionalNumber(key) ?? defaultValue;
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(
      `urumiStores.${key} is ${value}; it must be a whole number from 1 on`,
    );
  }
  return value;
}

function readDuration(
  config: Config | undefined,
  key: string,
  defaultMs: number,
): number {
  const value = config?.has(key)
    ? durationToMilliseconds(readDurationFromConfig(config, { key }))
    : defaultMs;
  if (value < 10) {
    throw new Error(
      `urumiStores.${key} is ${value} ms; it must be at least 10 ms`,
    );
  }
  return value;
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
