// platformContext.mjs FOLDER: puts together what the image of the platform is built from; see packages/backend/Dockerfile.
import fs from 'node:fs/promises';
import path from 'node:path';
import { buildProduct } from './lib/build.mjs';
import { clusterProgramsOf } from './lib/clusterProgramList.mjs';
import { provideClusterPrograms } from './lib/clusterPrograms.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { repoRoot } from './lib/paths.mjs';
import { Problem, runMain } from './lib/problem.mjs';
import { renderDocs } from './lib/renderDocs.mjs';
import { run } from './lib/run.mjs';
import { shutdownSignal } from './lib/shutdown.mjs';

/** Beside the built packages, as they are in the repository. */
const kept = [
  '.yarnrc.yml',
  'backstage.json',
  'charts/medusa',
  'charts/woocommerce',
  'examples',
  'templates',
];

await runMain(async () => {
  const folder = process.argv[2];
  if (!folder) {
    throw new Problem('Name the folder: platformContext.mjs FOLDER');
  }
  if (process.platform !== 'linux') {
    throw new Problem(
      'The image of the platform is built on Linux: its Helm is the one of the machine that builds it.',
    );
  }
  const signal = shutdownSignal();
  await installDependencies({ signal });
  const programs = path.join(folder, 'programs');
  await provideClusterPrograms({
    programs: clusterProgramsOf('current').filter(
      ({ name }) => name === 'helm',
    ),
    linkFolder: programs,
    signal,
  });
  const app = path.join(folder, 'app');
  const built = await buildProduct({ signal });
  await fs.cp(built, app, {
    recursive: true,
    // Links to the packages of this machine.
    filter: source => path.basename(source) !== 'node_modules',
  });
  for (const name of kept) {
    await fs.cp(path.join(repoRoot, name), path.join(app, name), {
      recursive: true,
    });
  }
  await fs.cp(await renderDocs({ signal }), path.join(app, 'docs'), {
    recursive: true,
  });
  const backend = path.join(repoRoot, 'packages/backend');
  await fs.cp(path.join(backend, 'docker'), path.join(app, 'docker'), {
    recursive: true,
  });
  await fs.copyFile(
    path.join(backend, 'Dockerfile'),
    path.join(folder, 'Dockerfile'),
  );
  await fs.copyFile(path.join(programs, 'helm'), path.join(folder, 'helm'));
  await fs.rm(programs, { recursive: true });
  const { stdout: yarn } = await run('which', ['yarn'], { signal });
  await fs.copyFile(
    await fs.realpath(yarn.trim()),
    path.join(folder, 'yarn.cjs'),
  );
});
