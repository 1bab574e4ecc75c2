import { createHash } from 'node:crypto';
import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { Agent, Dispatcher, ProxyAgent } from 'undici';
import {
  ClusterSource,
  currentCluster,
  loadClusterSource,
  stampOf,
} from './loadClusterSource';

/** Milliseconds between two looks whether the files of the source have changed. */
const LOOK_EVERY_MS = 1_000;

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
 * every kind of kubeconfig works (certificates, tokens, exec plugins, proxies).
 *
 * @remarks
 * Credentials are renewed without a restart: a file of the source that has changed is read again.
 */
export class ClusterAccess {
  readonly #source: ClusterSource;
  #kubeConfig: KubeConfig;
  #stamp: string;
  #lookedAt = performance.now();
  #dispatcher: { key: string; dispatcher: Dispatcher } | undefined;

  private constructor(options: {
    source: ClusterSource;
    kubeConfig: KubeConfig;
    stamp: string;
  }) {
    this.#source = options.source;
    this.#kubeConfig = options.kubeConfig;
    this.#stamp = options.stamp;
  }

  /** @throws InputError when the source is missing, unreadable or names no cluster. */
  static async load(source: ClusterSource): Promise<ClusterAccess> {
    // Before it is read: what changes meanwhile is then read again.
    const stamp = stampOf(source);
    const kubeConfig = await loadClusterSource(source);
    return new ClusterAccess({ source, kubeConfig, stamp });
  }

  /** Address of the API server. */
  get server(): string {
    return currentCluster(this.#source, this.#kubeConfig).server;
  }

  /**
   * Reads the source again: its credentials may have been renewed.
   *
   * @throws InputError when it cannot be read; what was read before stays.
   */
  async reload(): Promise<void> {
    const stamp = stampOf(this.#source);
    this.#kubeConfig = await loadClusterSource(this.#source);
    this.#stamp = stamp;
  }

  /** Uses new connections from now on. Running requests keep theirs until they end. */
  renewConnections(): void {
    this.#dispatcher?.dispatcher.close().catch(() => undefined);
    this.#dispatcher = undefined;
  }

  /** Credentials for one request. Expired ones are renewed as the kubeconfig says. */
  async connection(): Promise<ClusterConnection> {
    await this.#reloadChanged();
    const { server, proxyUrl } = currentCluster(this.#source, this.#kubeConfig);
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
    await this.#reloadChanged();
    const cluster = currentCluster(this.#source, this.#kubeConfig);
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

  async #reloadChanged(): Promise<void> {
    const now = performance.now();
    if (now - this.#lookedAt < LOOK_EVERY_MS) {
      return;
    }
    this.#lookedAt = now;
    if (stampOf(this.#source) !== this.#stamp) {
      // A file that is just being written is read again with the next look; until then the
      // credentials of before may do.
      await this.reload().catch(() => undefined);
    }
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
