import fs from 'node:fs/promises';
import path from 'node:path';

const copied =
  'secrets,serviceaccounts,resourcequotas,limitranges,networkpolicies,rolebindings';

/**
 * Reads what stands in a store's namespace besides its release, and the release's values, so that Helm alone can be run
 * under the very same conditions.
 */
export async function readStoreNamespace({ simulated, helm, store, work }) {
  const { kubectl } = simulated;
  const { namespace, release_name: release } = store;
  const { items } = JSON.parse(
    await kubectl('get', copied, '-n', namespace, '-o', 'json'),
  );
  const guards = items
    .filter(
      ({ type, kind, metadata }) =>
        type !== 'helm.sh/release.v1' &&
        metadata.labels?.['app.kubernetes.io/managed-by'] !== 'Helm' &&
        !(kind === 'ServiceAccount' && metadata.name === 'default'),
    )
    .map(({ status, metadata: { name, labels, annotations }, ...rest }) => ({
      ...rest,
      metadata: { name, labels, annotations },
    }));
  const { metadata } = JSON.parse(
    await kubectl('get', 'namespace', namespace, '-o', 'json'),
  );
  const values = path.join(work, 'bare-values.json');
  const got = await helm(
    ...['get', 'values', release, '-n', namespace, '-o', 'json'],
  );
  await fs.writeFile(values, got.stdout, { mode: 0o600 });
  return { guards, labels: metadata.labels, values };
}

/** Makes a namespace with the same guards. */
export async function createBareNamespace({ simulated, name, like, work }) {
  const file = path.join(work, 'bare-namespace.json');
  const items = [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: like.labels },
    },
    ...like.guards.map(object => ({
      ...object,
      metadata: { ...object.metadata, namespace: name },
    })),
  ];
  await fs.writeFile(
    file,
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    { mode: 0o600 },
  );
  await simulated.kubectl('apply', '--server-side', '-f', file);
}
