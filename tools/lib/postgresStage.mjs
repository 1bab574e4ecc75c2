import fs from 'node:fs/promises';
import path from 'node:path';
import { repoRoot } from './paths.mjs';
import { hasPostgres, startPostgres } from './postgres.mjs';
import { jestTests } from './testResults.mjs';

/** All that depends on the database alone. */
const databaseTests = [
  'plugins/urumi-stores-backend/src/database/**/*.test.ts',
  'plugins/urumi-stores-backend/src/jobs/*.test.ts',
  'plugins/urumi-stores-backend/src/tests/{jobMachine,migrations,queryPlans}.test.ts',
];

/**
 * Runs the tests of the database on one version of PostgreSQL, with a server of its own.
 *
 * @param options.packages folder from which its package is found, by default this repository
 */
export async function postgresStage({
  version,
  packages,
  directory,
  results,
  signal,
}) {
  const title = `Database tests on PostgreSQL ${version}`;
  if (!hasPostgres(version, packages)) {
    results.skip(title, 'its package is for Linux on x64');
    return;
  }
  const postgres = await startPostgres({
    directory,
    version,
    packages,
    signal,
  });
  try {
    const files = await Array.fromAsync(
      fs.glob(databaseTests, { cwd: repoRoot }),
    );
    await results.stage(title, () =>
      jestTests({
        files: files.sort(),
        reportFile: path.join(directory, 'jest.json'),
        cwd: repoRoot,
        env: {
          BACKSTAGE_TEST_DISABLE_DOCKER: '1',
          URUMI_TEST_DATABASES: `POSTGRES_${version}`,
          [`BACKSTAGE_TEST_DATABASE_POSTGRES${version}_CONNECTION_STRING`]:
            postgres.connectionString,
        },
        signal,
      }),
    );
  } finally {
    await postgres.stop();
  }
}
