import fs from 'node:fs/promises';
import path from 'node:path';

/** What one running copy keeps in its state folder; all of it can be removed, and nothing else is. */
const entries = {
  apiToken: 'api-token',
  kubeconfig: 'kubeconfig',
  ports: 'ports.json',
  network: 'network.json',
  clusterKind: 'cluster-kind',
  secrets: 'secrets',
  database: 'database',
  cluster: 'cluster',
  logs: 'logs',
  processes: 'processes.json',
  lock: 'lock',
  lockJournal: 'lock-journal',
};

/** Paths in the state folder by what they hold. */
export function statePaths(directory) {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [
      name,
      path.join(directory, entry),
    ]),
  );
}

/** Makes the state folder, readable by its owner only. */
export async function prepareState(directory) {
  await fs.mkdir(directory, { recursive: true, mode: 0o700 });
  const paths = statePaths(directory);
  await fs.mkdir(paths.database, { recursive: true });
  await fs.mkdir(paths.logs, { recursive: true });
  return paths;
}

/** Removes all state, and the folder when nothing else is in it. */
export async function removeState(directory) {
  for (const place of Object.values(statePaths(directory))) {
    await fs.rm(place, { recursive: true, force: true });
  }
  await fs.rmdir(directory).catch(error => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'ENOENT') {
      throw error;
    }
  });
}
