import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import type { KubeConfig } from '@kubernetes/client-node';
import { InputError } from '@backstage/errors';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Where a cluster's address and credentials come from: a kubeconfig, an address with a token, or
 * the service account of the pod. Exactly one of them is given.
 */
export interface ClusterSource {
  /** Name of the cluster in the configuration, for messages. */
  name: string;
  /** Path of a kubeconfig file. */
  kubeconfig?: string;
  /** Context of the kubeconfig; default: its current one. */
  context?: string;
  /** Address of an API server. */
  server?: string;
  /** The token for the server. */
  token?: string;
  /** Path of a file with the token for the server. */
  tokenFile?: string;
  /** Path of a file with the authority that has signed the server's certificate. */
  caFile?: string;
  /** Use the service account of the pod that this process runs in. */
  inCluster?: boolean;
}

/**
 * Reads the source.
 *
 * @throws InputError when it is missing, unreadable or names no cluster. There is no fallback to
 * `localhost:8080` as in other clients.
 */
export async function loadClusterSource(
  source: ClusterSource,
): Promise<KubeConfig> {
  const { name, kubeconfig, context, server, inCluster } = source;
  if ([kubeconfig, server, inCluster].filter(Boolean).length !== 1) {
    throw new InputError(
      `Cluster '${name}' needs either a kubeconfig file, a server with a token, or inCluster: true`,
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
    const account = inCluster ? podAccount(name) : source;
    kubeConfig.loadFromOptions({
      clusters: [{ name, server: account.server, caFile: account.caFile }],
      users: [{ name: 'platform', token: readToken(account) }],
      contexts: [{ name, cluster: name, user: 'platform' }],
      currentContext: name,
    });
  }
  currentCluster(source, kubeConfig);
  return kubeConfig;
}

/** The cluster of the current context. @throws InputError when there is none. */
export function currentCluster(source: ClusterSource, kubeConfig: KubeConfig) {
  const cluster = kubeConfig.getCurrentCluster();
  if (!cluster?.server) {
    throw new InputError(
      `The kubeconfig '${source.kubeconfig}' of cluster '${source.name}' has no ` +
        `cluster for the context '${kubeConfig.getCurrentContext()}'`,
    );
  }
  return cluster;
}

/**
 * Changes whenever a file of the source does, be it written anew or put in another's place, as
 * Kubernetes does with mounted Secrets.
 */
export function stampOf(source: ClusterSource): string {
  const { kubeconfig, tokenFile, caFile, inCluster } = source;
  const files = inCluster
    ? [`${SERVICE_ACCOUNT}/token`, `${SERVICE_ACCOUNT}/ca.crt`]
    : [kubeconfig, tokenFile, caFile];
  return files
    .flatMap(file => {
      const found = file && statSync(file, { throwIfNoEntry: false });
      return found ? [`${found.ino}:${found.size}:${found.mtimeMs}`] : [];
    })
    .join();
}

function podAccount(name: string): ClusterSource {
  const host = process.env.KUBERNETES_SERVICE_HOST;
  if (!host) {
    throw new InputError(
      `Cluster '${name}' is set to inCluster, but this process does not run in a Kubernetes pod`,
    );
  }
  const authority = host.includes(':') ? `[${host}]` : host;
  return {
    name,
    server: `https://${authority}:${
      process.env.KUBERNETES_SERVICE_PORT ?? 443
    }`,
    tokenFile: `${SERVICE_ACCOUNT}/token`,
    caFile: `${SERVICE_ACCOUNT}/ca.crt`,
  };
}

function readToken({ name, token, tokenFile, caFile }: ClusterSource): string {
  try {
    if (caFile) {
      accessSync(caFile, constants.R_OK);
    }
    const read = tokenFile ? readFileSync(tokenFile, 'utf8') : token ?? '';
    if (read.trim() === '') {
      throw new Error('The token is empty');
    }
    return read.trim();
  } catch (error) {
    throw new InputError(
      `The token of cluster '${name}' cannot be read${
        tokenFile ? ` from '${tokenFile}'` : ''
      }`,
      error,
    );
  }
}
