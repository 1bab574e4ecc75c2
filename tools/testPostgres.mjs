// make test-postgres: the tests of the database on one version of PostgreSQL, or on each that Backstage supports.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { installDependencies } from './lib/dependencies.mjs';
import { Problem } from './lib/problem.mjs';
import { fetchPostgresVersions } from './lib/postgresVersions.mjs';
import { isShutdown, shutdownSignal } from './lib/shutdown.mjs';
import { StageFailed, TestResults } from './lib/testResults.mjs';

const supported = [14, 15, 16, 17, 18];
/** Those that come with the packages of this repository. */
const installed = [14, 18];

const signal = shutdownSignal();
const results = new TestResults();
const work = await fs.mkdtemp(
  path.join(os.tmpdir(), 'urumi-stores-test-postgres-'),
);
// PostgreSQL runs as another user when this one is root.
await fs.chmod(work, 0o755);
try {
  const versions = process.argv.length > 2 ? process.argv.slice(2) : supported;
  const unknown = versions.find(version => !supported.includes(+version));
  if (unknown !== undefined) {
    throw new Problem(
      `POSTGRES=${unknown} is not one of ${supported.join(', ')}`,
    );
  }
  await installDependencies({ signal });
  // Its package is only there after the dependencies.
  const { postgresStage } = await import('./lib/postgresStage.mjs');
  for (const version of versions.map(Number)) {
    const directory = path.join(work, `${version}`);
    await postgresStage({
      version,
      packages: installed.includes(version)
        ? undefined
        : await fetchPostgresVersions({ signal }),
      directory,
      results,
      signal,
    });
  }
} catch (error) {
  if (!(error instanceof StageFailed)) {
    results.failed += 1;
    console.error(
      error instanceof Problem || isShutdown(error, signal)
        ? `error: ${error.message}`
        : error,
    );
  }
} finally {
  await fs.rm(work, { recursive: true, force: true });
}
process.exitCode = results.failed === 0 ? 0 : 1;
console.log(`\n${results.summary}`);
