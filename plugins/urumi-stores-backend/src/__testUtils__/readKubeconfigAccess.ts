import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';

/** Address of an API server and the client certificate of the kubeconfig's user, as PEM. */
export interface KubeconfigAccess {
  server: string;
  ca: string;
  cert: string;
  key: string;
}

/** Reads the first cluster and the first user of a kubeconfig. */
export async function readKubeconfigAccess(
  path: string,
): Promise<KubeconfigAccess> {
  const { clusters, users } = parse(await readFile(path, 'utf8'));
  const [{ cluster }] = clusters;
  const [{ user }] = users;
  const read = async (holder: Record<string, string>, key: string) => {
    const data = holder[`${key}-data`];
    return data
      ? Buffer.from(data, 'base64').toString()
      : readFile(resolve(dirname(path), holder[key]), 'utf8');
  };
  return {
    server: cluster.server,
    ca: await read(cluster, 'certificate-authority'),
    cert: await read(user, 'client-certificate'),
    key: await read(user, 'client-key'),
  };
}
