import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { InputError } from '@backstage/errors';
import { Agent, Dispatcher, ProxyAgent } from 'undici';

/** Where a cluster's address and credentials come from. Exactly one source is given. */
export interface ClusterAccessOptions {
  /** Name of the cluster in the configuration, for messages. */
  name: string;
  /** Path of a kubeconfig file. */
  kubeconfig?: string;
  /** Context of the kubeconfig; default: its current one. */
  context?: string;
  /** Use the service account of the pod that this process runs in. */
  inCluster?: boolean;
}

/** What one request needs. */
export interface ClusterConnection {
  /** Address of the API server without a trailing slash. */
  server: string;
  headers: Record<string, string>;
  dispatcher: Dispatcher;
}

type TlsOptions = Pick<
  RequestOptions,
  'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'
>;

/**
 * Address and credentials of one cluster, read by the Kubernetes client's `KubeConfig`, so that
 * every kind of kubeconfig works (certificates, tokens, exec plugins, proxies, in-cluster).
 */
export class ClusterAccess {
  readonly #options: ClusterAccessOptions;
  #kubeConfig: KubeConfig;
  #dispatcher: { key: string; dispatcher: Dispatcher } | undefined;

  private constructor(options: ClusterAccessOptions, kubeConfig: KubeConfig) {
    this.#options = options;
    this.#kubeConfig = kubeConfig;
  }

  /**
   * @throws InputError when the source is missing, unreadable or names no cluster. There is no
   * fallback to `localhost:8080` as in other clients.
   */
  static async load(options: ClusterAccessOptions): Promise<ClusterAccess> {
    return new ClusterAccess(options, await loadKubeConfig(options));
  }

  /** Address of the API server. */
  get server(): string {
    return currentCluster(this.#options, this.#kubeConfig).server;
  }

  /** Reads the source again: its credentials may have been renewed. */
  async reload(): Promise<void> {
    this.#kubeConfig = await loadKubeConfig(this.#options);
  }

  /** Uses new connections from now on. Running requests keep theirs until they end. */
  renewConnections(): void {
    this.#dispatcher?.dispatcher.close().catch(() => undefined);
    this.#dispatcher = undefined;
  }

  /** Credentials for one request. Expired ones are renewed as the kubeconfig says. */
  async connection(): Promise<ClusterConnection> {
    const { server, proxyUrl } = currentCluster(
      this.#options,
      this.#kubeConfig,
    );
    const { tls, headers } = await this.#credentials();
    const key = fingerprint(server, proxyUrl, tls);
    if (this.#dispatcher?.key !== key) {
      this.renewConnections();
      this.#dispatcher = { key, dispatcher: createDispatcher(tls, proxyUrl) };
    }
    return {
      server: server.replace(/\/+$/, ''),
      headers,
      dispatcher: this.#dispatcher.dispatcher,
    };
  }

  /**
   * A self-contained kubeconfig with the credentials of this moment, for a short-lived child
   * process. It is a secret.
   */
  async kubeconfigText(): Promise<string> {
    const cluster = currentCluster(this.#options, this.#kubeConfig);
    const { tls, headers } = await this.#credentials();
    const authorization = headers.Authorization ?? '';
    const basic = /^Basic (.*)$/.exec(authorization)?.[1];
    const [username, password] = basic
      ? Buffer.from(basic, 'base64').toString().split(/:(.*)/s)
      : [];
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'store-cluster',
          cluster: {
            server: cluster.server,
            'certificate-authority-data': base64(tls.ca),
            'insecure-skip-tls-verify':
              tls.rejectUnauthorized === false ? true : undefined,
            'tls-server-name': tls.servername,
            'proxy-url': cluster.proxyUrl,
          },
        },
      ],
      users: [
        {
          name: 'platform',
          user: {
            'client-certificate-data': base64(tls.cert),
            'client-key-data': base64(tls.key),
            token: /^Bearer (.*)$/.exec(authorization)?.[1],
            username,
            password,
            as: headers['Impersonate-User'],
          },
        },
      ],
      contexts: [
        {
          name: 'store-cluster',
          context: { cluster: 'store-cluster', user: 'platform' },
        },
      ],
      'current-context': 'store-cluster',
    });
  }

  async close(): Promise<void> {
    await this.#dispatcher?.dispatcher.destroy();
    this.#dispatcher = undefined;
  }

  async #credentials() {
    const options: RequestOptions = {};
    await this.#kubeConfig.applyToHTTPSOptions(options);
    const { ca, cert, key, rejectUnauthorized, servername, auth } = options;
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      headers[name] = String(value);
    }
    if (auth) {
      headers.Authorization = `Basic ${Buffer.from(auth).toString('base64')}`;
    }
    const tls: TlsOptions = { ca, cert, key, rejectUnauthorized, servername };
    return { tls, headers };
  }
}

async function loadKubeConfig(
  options: ClusterAccessOptions,
): Promise<KubeConfig> {
  const { name, kubeconfig, context, inCluster } = options;
  if (Boolean(kubeconfig) === Boolean(inCluster)) {
    throw new InputError(
      `Cluster '${name}' needs either a kubeconfig file or inCluster: true`,
    );
  }
  // Loaded here because it costs about a second, which a backend without clusters need not pay.
  const client = await import('@kubernetes/client-node');
  const kubeConfig = new client.KubeConfig();
  if (kubeconfig) {
    try {
      accessSync(kubeconfig, constants.R_OK);
      kubeConfig.loadFromFile(kubeconfig);
    } catch (error) {
      throw new InputError(
        `The kubeconfig '${kubeconfig}' of cluster '${name}' cannot be read`,
        error,
      );
    }
    if (context) {
      kubeConfig.setCurrentContext(context);
    }
  } else {
    if (!process.env.KUBERNETES_SERVICE_HOST) {
      throw new InputError(
        `Cluster '${name}' is set to inCluster, but this process does not run in a Kubernetes pod`,
      );
    }
    kubeConfig.loadFromCluster();
  }
  currentCluster(options, kubeConfig);
  return kubeConfig;
}

function currentCluster(options: ClusterAccessOptions, kubeConfig: KubeConfig) {
  const cluster = kubeConfig.getCurrentCluster();
  if (!cluster?.server) {
    throw new InputError(
      `The kubeconfig '${options.kubeconfig}' of cluster '${options.name}' has no ` +
        `cluster for the context '${kubeConfig.getCurrentContext()}'`,
    );
  }
  return cluster;
}

/** Bytes are hashed as such: JSON would make a list of numbers of them. */
function fingerprint(
  server: string,
  proxyUrl: string | undefined,
  { ca, cert, key, ...rest }: TlsOptions,
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([server, proxyUrl, rest]));
  for (const part of [ca, cert, key]) {
    hash.update('\0').update(Buffer.isBuffer(part) ? part : String(part));
  }
  return hash.digest('hex');
}

function createDispatcher(tls: TlsOptions, proxyUrl: string | undefined) {
  // One connection for each watch: with HTTP/2 a single lost one would end them all.
  const connect = { ...tls, allowH2: false, timeout: 5_000 };
  const common = { allowH2: false, keepAliveTimeout: 30_000 };
  return proxyUrl
    ? new ProxyAgent({ ...common, uri: proxyUrl, requestTls: connect })
    : new Agent({ ...common, connect });
}

function base64(value: unknown): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  return Buffer.isBuffer(value)
    ? value.toString('base64')
    : Buffer.from(String(value)).toString('base64');
}
