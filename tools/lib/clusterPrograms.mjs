import fs from 'node:fs/promises';
import path from 'node:path';
import { clusterProgramsOf } from './clusterProgramList.mjs';
import { downloadChecked, SourceUnavailable } from './download.mjs';
import { findGo, goBuild, goBuildFlags } from './goBuild.mjs';
import { withLock } from './lock.mjs';
import { cacheDirectory, repoRoot } from './paths.mjs';
import { note, phase, secondsSince } from './phases.mjs';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';
import { hashFiles } from './stamp.mjs';

const clusterFolder = path.join(repoRoot, 'tools/cluster');
const architectures = { x64: 'amd64', arm64: 'arm64' };

/**
 * Makes every program of a cluster, by default the simulated one, available as a link in `linkFolder`. Each comes from the first source
 * that has it: the folder in URUMI_CLUSTER_BIN, the user's cache, the official download, a build from the pinned
 * Go modules.
 */
export async function provideClusterPrograms({
  linkFolder,
  signal,
  programs = clusterProgramsOf('sim'),
  namedFolder = process.env.URUMI_CLUSTER_BIN,
  cacheFolder = path.join(cacheDirectory(), 'cluster'),
  goCandidates,
}) {
  const found = new Map();
  const missing = [];
  for (const program of programs) {
    const place = await describe(program, cacheFolder);
    const file =
      (await inNamedFolder(program.name, namedFolder)) ??
      (await executable(place.file));
    if (file) {
      found.set(program.name, file);
    } else {
      missing.push({ program, ...place });
    }
  }
  if (missing.length === 0) {
    phase(
      4,
      'Cluster programs',
      namedFolder ? `in ${namedFolder}` : 'kept from before',
    );
  } else {
    phase(
      4,
      'Cluster programs',
      `getting ${missing.map(each => each.program.name).join(', ')}`,
    );
    await withLock(
      {
        file: path.join(cacheFolder, 'lock'),
        what: 'getting the same programs',
        signal,
      },
      () => obtain({ missing, signal, goCandidates }),
    );
    for (const { program, file } of missing) {
      found.set(program.name, file);
    }
  }
  await link(found, linkFolder);
}

/** Version and place in the cache; the place changes with everything that goes into the program. */
async function describe(program, cacheFolder) {
  const directory = path.join(clusterFolder, 'go', program.pins);
  const goMod = await fs.readFile(path.join(directory, 'go.mod'), 'utf8');
  const version = goMod.match(
    new RegExp(
      `^\\s*(?:require )?${program.module.replaceAll('.', '\\.')} (v\\S+)`,
      'm',
    ),
  )?.[1];
  if (!version) {
    throw new Error(`${directory}/go.mod does not name ${program.module}`);
  }
  const sources = await Array.fromAsync(
    fs.glob(program.sources ?? [], { cwd: directory }),
  );
  const key = await hashFiles({
    root: directory,
    files: ['go.mod', 'go.sum', ...sources],
    salt: [
      process.platform,
      process.arch,
      program.package,
      program.linkerFlags(version),
      ...goBuildFlags,
      ...(program.tags ? [program.tags] : []),
    ].join('\n'),
  });
  const folder = path.join(
    cacheFolder,
    `${program.name}-${version}-${key.slice(0, 12)}`,
  );
  return { directory, version, folder, file: path.join(folder, program.name) };
}

async function inNamedFolder(name, folder) {
  if (!folder) {
    return undefined;
  }
  if (!(await fs.stat(folder).catch(() => undefined))?.isDirectory()) {
    throw new Problem(
      `URUMI_CLUSTER_BIN is ${folder}, which is no folder. Correct or unset it.`,
    );
  }
  const file = await executable(path.resolve(folder, name));
  if (!file) {
    note(`${folder} has no ${name}`);
  }
  return file;
}

async function executable(file) {
  try {
    await fs.access(file, fs.constants.X_OK);
    return file;
  } catch {
    return undefined;
  }
}

async function obtain({ missing, signal, goCandidates }) {
  const checksums = await readChecksums();
  const unavailable = new Map();
  let go;
  for (const [index, entry] of missing.entries()) {
    // Another run may have put it there while this one waited.
    if (await executable(entry.file)) {
      continue;
    }
    const { program, version, folder } = entry;
    const position = `${index + 1}/${missing.length}`;
    const started = performance.now();
    const work = `${folder}.${process.pid}`;
    const target = path.join(work, program.name);
    await fs.mkdir(work, { recursive: true });
    try {
      const done = await tryDownload({
        program,
        version,
        target,
        checksums,
        unavailable,
        position,
        signal,
      });
      if (!done) {
        go ??= await findGo({
          reasons: [...unavailable.values()],
          signal,
          candidates: goCandidates,
        });
        note(
          `${position} ${program.name} ${version}: building (about ${program.buildMinutes} min)`,
        );
        await goBuild({
          go,
          program,
          version,
          directory: entry.directory,
          target,
          signal,
        });
      }
      await fs.chmod(target, 0o755);
      await fs.rm(folder, { recursive: true, force: true });
      await fs.rename(work, folder);
      note(
        `${position} ${program.name} ${version}: ready in ${secondsSince(
          started,
        )} s`,
      );
    } finally {
      await fs.rm(work, { recursive: true, force: true });
    }
  }
}

/** @param unavailable why a host cannot be used, by host: it is asked once only */
async function tryDownload({
  program,
  version,
  target,
  checksums,
  unavailable,
  position,
  signal,
}) {
  const source = program.download({
    version,
    os: process.platform,
    arch: architectures[process.arch],
  });
  if (!source) {
    unavailable.set(
      program.name,
      `${program.name} is not published for ${process.platform}`,
    );
    return false;
  }
  const { host, pathname } = new URL(source.url);
  if (unavailable.has(host)) {
    return false;
  }
  note(`${position} ${program.name} ${version}: downloading from ${host}`);
  const file = source.member ? `${target}.tar.gz` : target;
  try {
    await downloadChecked({
      ...source,
      pinned: checksums.get(pathname),
      target: file,
      signal,
    });
  } catch (error) {
    if (!(error instanceof SourceUnavailable)) {
      throw error;
    }
    note(error.message);
    unavailable.set(host, error.message);
    return false;
  }
  if (source.member) {
    const folder = path.dirname(file);
    await run('tar', ['-xzf', file, '-C', folder, source.member], { signal });
    await fs.rename(path.join(folder, source.member), `${target}.program`);
    await fs.rm(path.join(folder, source.member.split('/')[0]), {
      recursive: true,
      force: true,
    });
    await fs.rm(file);
    await fs.rename(`${target}.program`, target);
  }
  return true;
}

/** Pinned SHA-256 by the path of the download's URL. */
async function readChecksums() {
  const text = await fs.readFile(
    path.join(clusterFolder, 'checksums.txt'),
    'utf8',
  );
  return new Map(
    text
      .split('\n')
      .filter(line => line && !line.startsWith('#'))
      .map(line => line.split(/\s+/).reverse()),
  );
}

async function link(found, folder) {
  await fs.mkdir(folder, { recursive: true });
  for (const [name, file] of found) {
    const place = path.join(folder, name);
    await fs.rm(place, { force: true });
    await fs.symlink(file, place);
  }
}
