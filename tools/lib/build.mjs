import fs from 'node:fs/promises';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { repoRoot } from './paths.mjs';
import { note, phase, secondsSince } from './phases.mjs';
import { run } from './run.mjs';
import { hashFiles } from './stamp.mjs';

const buildFolder = path.join(repoRoot, '.build');

/** Everything that goes into the bundle, and nothing that tests or reports are made of. */
const sources = [
  'yarn.lock',
  'package.json',
  'tsconfig.json',
  'app-config.yaml',
  '{packages,plugins}/*/package.json',
  '{packages,plugins}/*/config.d.ts',
  '{packages,plugins}/*/{src,public,assets,migrations}/**/*',
];
const ignored = /\.test\.[a-z]+$|\/__fixtures__\/|\/setupTests\.ts$/;

/** Values for the configuration's variables while building: none of them reaches the bundle. */
const placeholders = Object.fromEntries(
  [
    'URUMI_DATABASE_DIR',
    'URUMI_API_TOKEN',
    'URUMI_KUBECONFIG',
    'URUMI_KUBERNETES_URL',
    'URUMI_KUBERNETES_CA_DATA',
    'URUMI_KUBERNETES_TOKEN',
    'URUMI_HELM',
    'URUMI_CLUSTER_NAME',
  ].map(name => [name, 'build']),
);

/** Older builds stay for copies that still run from them. */
const keptBuilds = 3;

/**
 * Builds app and backend in production form, unless there is a build of the same sources.
 *
 * @returns the folder that holds `packages/backend`
 */
export async function buildProduct({ signal }) {
  const started = performance.now();
  const folder = path.join(
    buildFolder,
    `product-${(await sourceHash()).slice(0, 12)}`,
  );
  await withLock(
    {
      file: path.join(buildFolder, 'lock'),
      what: 'preparing this folder',
      signal,
    },
    async () => {
      if (await fs.stat(folder).catch(() => undefined)) {
        phase(5, 'Product', 'up to date');
        return;
      }
      phase(5, 'Product', 'building app and backend (about a minute)');
      await run('yarn', ['workspace', 'backend', 'build'], {
        cwd: repoRoot,
        signal,
        progress: 'building',
        env: { ...placeholders, PORT: '7007', URUMI_STORES_PORT: '8080' },
      });
      const unfinished = path.join(buildFolder, 'unfinished');
      await unpack(unfinished, signal);
      await linkPackages(unfinished);
      await fs.rename(unfinished, folder);
      await removeOldBuilds();
      note(`built in ${secondsSince(started)} s`);
    },
  );
  return folder;
}

async function removeOldBuilds() {
  const builds = [];
  for await (const name of fs.glob('product-*', { cwd: buildFolder })) {
    const folder = path.join(buildFolder, name);
    builds.push({ folder, madeAt: (await fs.stat(folder)).mtimeMs });
  }
  builds.sort((one, other) => other.madeAt - one.madeAt);
  for (const { folder } of builds.slice(keptBuilds)) {
    await fs.rm(folder, { recursive: true });
  }
}

async function sourceHash() {
  const files = [];
  for await (const entry of fs.glob(sources, {
    cwd: repoRoot,
    withFileTypes: true,
  })) {
    const file = path.relative(
      repoRoot,
      path.join(entry.parentPath, entry.name),
    );
    if (entry.isFile() && !ignored.test(file)) {
      files.push(file);
    }
  }
  return hashFiles({ root: repoRoot, files, salt: process.version });
}

async function unpack(folder, signal) {
  await fs.rm(folder, { recursive: true, force: true });
  await fs.mkdir(folder, { recursive: true });
  for (const archive of ['skeleton.tar.gz', 'bundle.tar.gz']) {
    await run(
      'tar',
      [
        '-xzf',
        path.join(repoRoot, 'packages/backend/dist', archive),
        '-C',
        folder,
      ],
      { signal },
    );
  }
}

/**
 * Lets the unpacked packages find one another before Node walks up to the repository's node_modules, which holds
 * everything else. Packages that yarn could not hoist are linked beside the package that needs them.
 */
async function linkPackages(folder) {
  const packages = new Map();
  for await (const file of fs.glob('{packages,plugins}/*/package.json', {
    cwd: folder,
  })) {
    const { name } = JSON.parse(
      await fs.readFile(path.join(folder, file), 'utf8'),
    );
    packages.set(name, path.dirname(file));
  }
  for (const [name, place] of packages) {
    await link(
      path.join(folder, place),
      path.join(folder, 'node_modules', name),
    );
  }
  for (const place of packages.values()) {
    const nested = path.join(repoRoot, place, 'node_modules');
    for await (const name of fs.glob(['*', '@*/*'], { cwd: nested })) {
      if (!packages.has(name) && !name.match(/^@[^/]+$/)) {
        await link(
          path.join(nested, name),
          path.join(folder, place, 'node_modules', name),
        );
      }
    }
  }
}

async function link(target, place) {
  await fs.mkdir(path.dirname(place), { recursive: true });
  await fs.symlink(path.relative(path.dirname(place), target), place);
}
