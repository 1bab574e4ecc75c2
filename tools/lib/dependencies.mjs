import fs from 'node:fs/promises';
import path from 'node:path';
import { requireDiskSpace } from './diskSpace.mjs';
import { withLock } from './lock.mjs';
import { repoRoot } from './paths.mjs';
import { note, phase, secondsSince } from './phases.mjs';
import { run } from './run.mjs';
import { hashFiles, whenChanged } from './stamp.mjs';

/** Installs the packages of yarn.lock, when it or a package.json has changed since the last time. */
export async function installDependencies({ signal }) {
  const files = await Array.fromAsync(
    fs.glob(
      [
        'package.json',
        'yarn.lock',
        '.yarnrc.yml',
        '{packages,plugins}/*/package.json',
      ],
      { cwd: repoRoot },
    ),
  );
  const value = await hashFiles({
    root: repoRoot,
    files,
    salt: process.version,
  });
  const stampFile = path.join(repoRoot, 'node_modules/.urumi-install-stamp');
  await withLock(
    {
      file: path.join(repoRoot, '.build/lock'),
      what: 'preparing this folder',
      signal,
    },
    async () => {
      const started = performance.now();
      const installed = await whenChanged({ stampFile, value }, async () => {
        phase(
          3,
          'Dependencies',
          'installing with yarn (1-3 minutes from an empty cache)',
        );
        await requireDiskSpace({
          directory: repoRoot,
          gigabytes: 4,
          what: 'installing the dependencies',
        });
        await run('yarn', ['install', '--immutable'], {
          cwd: repoRoot,
          signal,
          progress: 'installing',
          step: /(?:Resolution|Fetch|Link) step/g,
        });
      });
      if (installed) {
        note(`installed in ${secondsSince(started)} s`);
      } else {
        phase(3, 'Dependencies', 'up to date');
      }
    },
  );
}
