import { InputError } from '@backstage/errors';
import {
  clusterName,
  ConfigBlock,
  count,
  domain,
  hostAndPort,
  httpsUrl,
  isLabelName,
  labelValue,
  objectName,
  oneOf,
  port,
  secret,
  text,
} from '../configBlock';

/** A cluster that stores can be made in. See `config.d.ts` for each key. */
export interface ClusterConfig {
  name: string;
  kubeconfig: string | undefined;
  context: string | undefined;
  /** Address of an API server that is reached with a token instead of a kubeconfig. */
  server: string | undefined;
  token: string | undefined;
  tokenFile: string | undefined;
  caFile: string | undefined;
  /** ClusterRole that is bound to the platform in each store's namespace; see `config.d.ts`. */
  storeRole: string | undefined;
  labels: Record<string, string>;
  /** Stores that it may hold at once; undefined: as many as there may be in total. */
  capacity: number | undefined;
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

/** @throws InputError with the path of what is wrong and what it must be. */
export function readClusterConfig(config: ConfigBlock): ClusterConfig {
  const scheme = config.optional('scheme', oneOf('http', 'https')) ?? 'http';
  const cluster: ClusterConfig = {
    name: config.required('name', clusterName),
    kubeconfig: config.optional('kubeconfig', text),
    context: config.optional('context', text),
    server: config.optional('server', httpsUrl),
    token: config.optional('token', secret(text)),
    tokenFile: config.optional('tokenFile', text),
    caFile: config.optional('caFile', text),
    storeRole: config.optional('storeRole', objectName),
    labels: config.named('labels', labelValue),
    capacity: config.optional('capacity', count),
    baseDomain: config.optional('baseDomain', domain) ?? 'localhost',
    scheme,
    port: config.optional('port', port) ?? (scheme === 'http' ? 80 : 443),
    ingressNamespace:
      config.optional('ingressNamespace', objectName) ?? 'ingress',
    dnsNamespace: config.optional('dnsNamespace', objectName) ?? 'kube-system',
    ingressClassName: config.optional('ingressClassName', objectName),
    storageClassName: config.optional('storageClassName', objectName),
    ingressAddress: config.optional('ingressAddress', hostAndPort),
  };
  config.end();
  assertLabelNames(config, cluster);
  assertOneSource(config, cluster);
  return cluster;
}

function assertLabelNames(config: ConfigBlock, { labels }: ClusterConfig) {
  const wrong = Object.keys(labels).find(name => !isLabelName(name));
  if (wrong !== undefined) {
    throw new InputError(
      `${config.pathOf(
        'labels',
      )} has the name '${wrong}'; it must be a label name of Kubernetes: 1 to 63 letters, digits, -, _ and .`,
    );
  }
}

/** A kubeconfig, an address with a token, or the pod's own account: never two of them. */
function assertOneSource(config: ConfigBlock, cluster: ClusterConfig) {
  const { kubeconfig, context, server, token, tokenFile, caFile } = cluster;
  const only = (key: string, needed: string) =>
    new InputError(
      `${config.pathOf(key)} is of no use without ${config.pathOf(
        needed,
      )}; remove it, or give both`,
    );
  if (context !== undefined && kubeconfig === undefined) {
    throw only('context', 'kubeconfig');
  }
  if (server === undefined) {
    const without = Object.entries({ token, tokenFile, caFile }).find(
      ([, value]) => value !== undefined,
    );
    if (without) {
      throw only(without[0], 'server');
    }
    return;
  }
  if (kubeconfig !== undefined) {
    throw new InputError(
      `${config.pathOf('server')} and ${config.pathOf(
        'kubeconfig',
      )} are both set; give one of them`,
    );
  }
  if ((token === undefined) === (tokenFile === undefined)) {
    throw new InputError(
      `${config.pathOf('server')} needs a token; give either ${config.pathOf(
        'tokenFile',
      )} or ${config.pathOf('token')}`,
    );
  }
}
