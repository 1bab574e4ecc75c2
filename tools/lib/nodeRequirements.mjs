import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { note } from './phases.mjs';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';

/** Debian packages by the programs, or the file, that the node and the building of images need of them. */
const nodePackages = [
  { name: 'containerd', programs: ['containerd', 'ctr'] },
  { name: 'runc', programs: ['runc'] },
  {
    name: 'containernetworking-plugins',
    files: ['/usr/lib/cni/bridge', '/opt/cni/bin/bridge'],
  },
  { name: 'iptables', programs: ['iptables'] },
  { name: 'iproute2', programs: ['ip'] },
  { name: 'busybox-static', programs: ['busybox'], isStatic: true },
  { name: 'openssl', programs: ['openssl'] },
  { name: 'curl', programs: ['curl'] },
];
/** Where neither Docker nor Podman builds; mmdebstrap makes the bases where no registry answers. */
const imagePackages = [
  { name: 'buildah', programs: ['buildah'] },
  { name: 'mmdebstrap', programs: ['mmdebstrap'] },
];

/** How long an engine may take to answer. */
const engineMs = 10_000;

const thisMachine = {
  platform: process.platform,
  isRoot: () => process.getuid?.() === 0,
  findProgram,
  hasFile: file => fs.existsSync(file),
  isStatic: file => !file || isStaticProgram(file),
  hasEngine,
};

/** Names of the Debian packages that a node needs and this machine lacks. */
export function missingPackages(machine = thisMachine) {
  const buildsOtherwise = ['docker', 'podman'].some(name => {
    const client = machine.findProgram(name);
    return client && machine.hasEngine(client);
  });
  return [...nodePackages, ...(buildsOtherwise ? [] : imagePackages)]
    .filter(
      ({ programs = [], files, isStatic }) =>
        !programs.every(machine.findProgram) ||
        (files && !files.some(machine.hasFile)) ||
        (isStatic && !machine.isStatic(machine.findProgram(programs[0]))),
    )
    .map(({ name }) => name);
}

/** Makes this machine one that can run a node, where that is possible. @throws Problem when it is not */
export async function requireNodeMachine({
  signal,
  machine = thisMachine,
  install = installPackages,
}) {
  if (machine.platform !== 'linux') {
    throw new Problem(
      'CLUSTER=node needs Linux. Use CLUSTER=k3d with Docker, or CLUSTER=sim.',
    );
  }
  if (!machine.isRoot()) {
    throw new Problem(
      'CLUSTER=node needs root, as it makes namespaces, a network and containers. Run make as root, or use CLUSTER=k3d with Docker, or CLUSTER=sim.',
    );
  }
  const missing = missingPackages(machine);
  if (missing.length === 0) {
    return;
  }
  if (!machine.findProgram('apt-get')) {
    throw new Problem(
      `CLUSTER=node needs programs that this machine lacks. Their Debian packages are: ${missing.join(
        ' ',
      )}. Install what these hold, then try again.`,
    );
  }
  note(`installing with apt-get: ${missing.join(' ')}`);
  await install({ packages: missing, signal });
  const left = missingPackages(machine);
  if (left.length > 0) {
    throw new Problem(
      `After the installation this machine still lacks what these packages hold: ${left.join(
        ' ',
      )}. Look whether PATH leads to it.`,
    );
  }
}

/** Where nothing but tests needs a package: whether its program is there, after an attempt to install it. */
export async function hasProgram({ program, debianPackage, signal }) {
  if (!findProgram(program) && findProgram('apt-get')) {
    note(`installing with apt-get: ${debianPackage}`);
    await installPackages({ packages: [debianPackage], signal });
  }
  return Boolean(findProgram(program));
}

async function installPackages({ packages, signal }) {
  const aptGet = (...args) =>
    run('apt-get', args, {
      signal,
      progress: 'installing packages',
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
  const install = () =>
    aptGet('install', '-y', '--no-install-recommends', ...packages);
  await install().catch(async error => {
    signal?.throwIfAborted();
    if (!(error instanceof Problem)) {
      throw error;
    }
    // Lists that are missing or old name packages that cannot be had.
    await aptGet('update');
    await install();
  });
}

/** The first program of this name on PATH or where only root looks. */
function findProgram(name) {
  return [...process.env.PATH.split(':'), '/usr/sbin', '/sbin']
    .map(folder => path.join(folder, name))
    .find(file => {
      try {
        fs.accessSync(file, fs.constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Whether the engine of a client of Docker or Podman answers. */
function hasEngine(client) {
  try {
    execFileSync(client, ['info'], { stdio: 'ignore', timeout: engineMs });
    return true;
  } catch {
    return false;
  }
}

/** Whether a program needs no library: it is put into an image alone. */
function isStaticProgram(file) {
  try {
    execFileSync('ldd', [file], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}
