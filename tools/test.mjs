// make test: every check and test, one stage after the other, ending at the first that fails. The very last line is
// `N passed, N failed`. With --ci also what is only worth its time there.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { provideClusterPrograms } from './lib/clusterPrograms.mjs';
import { clusterProgramsOf, testPrograms } from './lib/clusterProgramList.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { repoRoot } from './lib/paths.mjs';
import { freePort, keptPorts } from './lib/ports.mjs';
import { Problem } from './lib/problem.mjs';
import { isShutdown, shutdownSignal } from './lib/shutdown.mjs';
import { simClusterPorts, startSimCluster } from './lib/simCluster.mjs';
import { realStoresStage } from './lib/realStoresStage.mjs';
import { startCopy } from './lib/startedProduct.mjs';
import {
  checkCommand,
  jestTests,
  nodeTests,
  StageFailed,
  TestResults,
} from './lib/testResults.mjs';

/** The oldest PostgreSQL that Backstage supports; `make test-postgres` runs those between. */
const oldestPostgres = 14;

const signal = shutdownSignal();
const results = new TestResults();
const work = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-stores-test-'));
// PostgreSQL runs as another user when this one is root.
await fs.chmod(work, 0o755);
/** What to end, the last one first. */
const endings = [];

try {
  await runAll();
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
  for (const end of endings.reverse()) {
    await end().catch(error => {
      results.failed += 1;
      console.error(`error: ${error.message}`);
    });
  }
  await fs.rm(work, { recursive: true, force: true });
}
process.exitCode = results.failed === 0 ? 0 : 1;
console.log(`\n${results.summary}`);

async function runAll() {
  console.log('=== Set-up');
  await installDependencies({ signal });
  const clusterDirectory = path.join(work, 'cluster');
  await provideClusterPrograms({
    linkFolder: path.join(clusterDirectory, 'bin'),
    programs: [...clusterProgramsOf('sim'), ...testPrograms()],
    signal,
  });

  await check('Format', ['prettier', '--check', '.']);
  await check('Types', ['tsc']);
  await check('Lint', ['backstage-cli', 'repo', 'lint', '--max-warnings', '0']);
  if (process.argv.includes('--ci')) {
    await check('API reports', ['api-reports', '--ci']);
  }
  await nodeStage('Tests of the tools', 'tools/**/*.test.mjs');
  await nodeStage('Tests of the images', 'images/**/*.test.mjs');
  const env = await startServices(clusterDirectory);
  await results.stage(
    'Unit, integration, Helm and provisioning tests (SQLite, PostgreSQL, simulated cluster)',
    () =>
      jestTests({
        reportFile: path.join(work, 'jest.json'),
        cwd: repoRoot,
        env,
        signal,
      }),
  );
  await endServices();
  if (process.argv.includes('--ci')) {
    const { postgresStage } = await import('./lib/postgresStage.mjs');
    await postgresStage({
      version: oldestPostgres,
      directory: path.join(work, 'postgres-oldest'),
      results,
      signal,
    });
  }
  const { findBrowser } = await import('./lib/browser.mjs');
  const browser = await findBrowser({ signal });
  await browserStage(browser);
  if (process.argv.includes('--ci')) {
    console.log('\n=== The product on a node whose containers really run');
    const directory = path.join(work, 'node-state');
    await keepingLogs(directory, () =>
      realStoresStage({
        directory,
        browser,
        nodeStage,
        skip: (what, reason) => results.skip(what, reason),
        signal,
      }),
    );
  }
}

function check(title, args) {
  return results.stage(title, () =>
    checkCommand('yarn', args, { cwd: repoRoot, signal }),
  );
}

async function nodeStage(title, pattern, env) {
  const files = await Array.fromAsync(fs.glob(pattern, { cwd: repoRoot }));
  await results.stage(title, () =>
    nodeTests({
      files: files.filter(file => !file.includes('node_modules')).sort(),
      reportFile: path.join(work, 'node.tap'),
      cwd: repoRoot,
      env,
      signal,
    }),
  );
}

/** @returns the variables by which tests find PostgreSQL and the cluster */
async function startServices(clusterDirectory) {
  console.log('\n=== PostgreSQL and a simulated cluster');
  // Its package is only there after the dependencies.
  const { startPostgres } = await import('./lib/postgres.mjs');
  const postgres = await startPostgres({
    directory: path.join(work, 'postgres'),
    signal,
  });
  endings.push(postgres.stop);
  const cluster = await startSimCluster({
    directory: clusterDirectory,
    ports: await keptPorts({
      file: path.join(work, 'ports.json'),
      names: simClusterPorts,
    }),
    signal,
  });
  endings.push(cluster.stop);
  return {
    BACKSTAGE_TEST_DISABLE_DOCKER: '1',
    BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING:
      postgres.connectionString,
    KUBECONFIG: cluster.kubeconfig,
    URUMI_TEST_KUBECONFIG: cluster.kubeconfig,
    URUMI_TEST_HELM: path.join(clusterDirectory, 'bin/helm'),
    URUMI_TEST_CLUSTER_DIR: clusterDirectory,
  };
}

async function endServices() {
  while (endings.length > 0) {
    await endings.pop()();
  }
}

async function browserStage(browser) {
  console.log('\n=== The product, as make start runs it');
  const directory = path.join(work, 'state');
  const port = await freePort();
  const product = await startCopy({ directory, port, signal });
  endings.push(product.stop);
  await keepingLogs(directory, () =>
    nodeStage('Browser tests', 'e2e/*.test.mjs', {
      CHROME_PATH: browser,
      KUBECONFIG: path.join(directory, 'kubeconfig'),
      URUMI_API_TOKEN_FILE: path.join(directory, 'api-token'),
      URUMI_BASE_URL: `http://localhost:${port}`,
      URUMI_STATE: directory,
    }),
  );
  await endServices();
}

/** Keeps the logs of a copy of the product when its tests fail: its state goes with the run. */
async function keepingLogs(directory, action) {
  try {
    await action();
  } catch (error) {
    await fs.cp(
      path.join(directory, 'logs'),
      path.join(repoRoot, 'e2e-test-report/logs'),
      { recursive: true },
    );
    throw error;
  }
}
