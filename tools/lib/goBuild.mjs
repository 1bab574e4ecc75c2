import fs from 'node:fs/promises';
import { requireDiskSpace } from './diskSpace.mjs';
import { cacheDirectory } from './paths.mjs';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';

const oldestGo = [1, 26];

/** Flags of every build; part of the key under which a program is kept. */
export const goBuildFlags = ['-mod=readonly', '-trimpath'];

/**
 * Finds Go on PATH or in /usr/local/go.
 *
 * @param options.candidates the programs to try, in order
 * @throws Problem in one line when there is none, or only an older one
 */
export async function findGo({
  reasons,
  signal,
  candidates = ['go', '/usr/local/go/bin/go'],
}) {
  const advice = `Install Go ${oldestGo.join(
    '.',
  )} or newer (https://go.dev/dl), or name a folder that holds the programs by URUMI_CLUSTER_BIN. (${reasons.join(
    '; ',
  )})`;
  let tooOld;
  for (const go of candidates) {
    const version = await goVersion(go, signal);
    if (version && isNewEnough(version)) {
      return go;
    }
    tooOld ??= version && `${go} is version ${version.join('.')}`;
  }
  throw new Problem(
    `The cluster's programs cannot be downloaded, and cannot be built: ${
      tooOld ?? 'Go was not found'
    }. ${advice}`,
  );
}

async function goVersion(go, signal) {
  try {
    const { stdout } = await run(go, ['env', 'GOVERSION'], {
      signal,
      env: { GOTOOLCHAIN: 'local' },
    });
    return stdout
      .match(/^go(\d+)\.(\d+)/)
      ?.slice(1)
      .map(Number);
  } catch (error) {
    if (error instanceof Problem) {
      return undefined;
    }
    throw error;
  }
}

function isNewEnough([major, minor]) {
  return major > oldestGo[0] || (major === oldestGo[0] && minor >= oldestGo[1]);
}

/** Builds one program from the pinned modules in `directory`. */
export async function goBuild({
  go,
  program,
  version,
  directory,
  target,
  signal,
}) {
  await requireDiskSpace({
    directory: cacheDirectory(),
    gigabytes: 8,
    what: `building ${program.name}`,
  });
  const linker = `-s -w ${program.linkerFlags(version)}`.trim();
  await fs.rm(target, { force: true });
  await run(
    go,
    [
      'build',
      ...goBuildFlags,
      ...(program.tags ? ['-tags', program.tags] : []),
      '-ldflags',
      linker,
      '-o',
      target,
      program.package,
    ],
    {
      cwd: directory,
      signal,
      progress: `building ${program.name}`,
      env: {
        CGO_ENABLED: '0',
        GOTOOLCHAIN: 'local',
        GOWORK: 'off',
        GOFLAGS: '',
      },
    },
  );
}
