import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repoRoot } from './paths.mjs';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';
import { writeSecretFile } from './secretFile.mjs';

const manifest = path.join(repoRoot, 'tools/cluster/backstage-access.yaml');
const secretName = 'backstage-kubernetes-token';
const attempts = 100;

/**
 * Writes the kubeconfig of the chosen cluster into `target`, with all its data embedded and readable by its owner only.
 *
 * @param options.source path of a kubeconfig; without it, the current context of the user's own
 */
export async function copyKubeconfig({ kubectl, source, target, signal }) {
  const { stdout } = await run(
    kubectl,
    [
      ...(source ? ['--kubeconfig', source] : []),
      'config',
      'view',
      '--raw',
      '--minify',
      '--flatten',
    ],
    { signal },
  );
  await writeSecretFile(target, stdout);
}

/**
 * Lets Backstage's Kubernetes plugin read the cluster: a service account that may read what the plugin lists, and its
 * token.
 *
 * @returns the API server's URL, its certificate authority in base64, and the token
 */
export async function grantReadAccess({ kubectl, kubeconfig, signal }) {
  const call = (...args) =>
    run(kubectl, ['--kubeconfig', kubeconfig, ...args], { signal });
  await call('apply', '--server-side', '--force-conflicts', '-f', manifest);

  const server = await call(
    'config',
    'view',
    '--minify',
    '-o',
    'jsonpath={.clusters[0].cluster.server}',
  );
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { stdout } = await call(
      '-n',
      'urumi-system',
      'get',
      'secret',
      secretName,
      '-o',
      'json',
    );
    const { token, 'ca.crt': certificateAuthority } =
      JSON.parse(stdout).data ?? {};
    if (token && certificateAuthority) {
      return {
        url: server.stdout,
        certificateAuthority,
        token: Buffer.from(token, 'base64').toString('utf8'),
      };
    }
    await sleep(100, undefined, { signal });
  }
  throw new Problem(
    `The cluster gave no token to the service account backstage-kubernetes in 10 s. Look at kubectl -n urumi-system get secret ${secretName} -o yaml.`,
  );
}
