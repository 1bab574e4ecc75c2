// make storm: the crash storm of the backend's tests at any size, on a cluster and a PostgreSQL of its own.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { provideClusterPrograms } from './lib/clusterPrograms.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { repoRoot } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { run } from './lib/run.mjs';
import { isShutdown, shutdownSignal } from './lib/shutdown.mjs';

const signal = shutdownSignal();
const work = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-stores-storm-'));
try {
  await installDependencies({ signal });
  const clusterDirectory = path.join(work, 'cluster');
  const bin = path.join(clusterDirectory, 'bin');
  await provideClusterPrograms({ linkFolder: bin, signal });
  const { code } = await run(
    'yarn',
    [
      ...['backstage-cli', 'repo', 'test', '--watch=false'],
      'plugins/urumi-stores-backend/src/tests/crashStorm.test.ts',
    ],
    {
      cwd: repoRoot,
      signal,
      print: true,
      anyExitCode: true,
      env: {
        CI: '1',
        NODE_OPTIONS: '--experimental-vm-modules',
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
        URUMI_TEST_HELM: path.join(bin, 'helm'),
        URUMI_TEST_CLUSTER_DIR: clusterDirectory,
      },
    },
  );
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof Problem) && !isShutdown(error, signal)) {
    throw error;
  }
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
} finally {
  await fs.rm(work, { recursive: true, force: true });
}
