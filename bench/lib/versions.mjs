import Database from 'better-sqlite3';
import { run } from '../../tools/lib/run.mjs';

/** Versions of what the product works with. */
export async function readVersions(cluster) {
  const kubernetes = JSON.parse(
    await cluster.kubectl('get', '--raw', '/version'),
  );
  const helm = await run(cluster.helm, [
    'version',
    '--template',
    '{{.Version}}',
  ]);
  return {
    kubernetes: kubernetes.gitVersion,
    helm: helm.stdout.trim(),
    sqlite: `SQLite ${sqliteVersion()}`,
  };
}

function sqliteVersion() {
  const database = new Database(':memory:');
  try {
    return database.prepare('SELECT sqlite_version()').pluck().get();
  } finally {
    database.close();
  }
}
