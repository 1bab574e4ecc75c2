// make start: the product in production form, with its cluster, in the foreground. make dev (--dev): the same from its
// sources, with hot reload.
import path from 'node:path';
import {
  developmentCommand,
  productionCommand,
} from './lib/backendProcess.mjs';
import { buildProduct } from './lib/build.mjs';
import {
  clusterKinds,
  keepClusterKind,
  requireClusterKind,
} from './lib/clusterKinds.mjs';
import { clusterProgramsOf } from './lib/clusterProgramList.mjs';
import { provideClusterPrograms } from './lib/clusterPrograms.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { requireDiskSpace } from './lib/diskSpace.mjs';
import { tryLock } from './lib/lock.mjs';
import { stateDirectory } from './lib/paths.mjs';
import { note, phase, secondsSince } from './lib/phases.mjs';
import { Problem, runMain } from './lib/problem.mjs';
import { ProcessRecord } from './lib/processes.mjs';
import {
  backendEnvironment,
  choosePorts,
  endLeftovers,
  requirePort,
  startCluster,
  startProduct,
} from './lib/product.mjs';
import { renderDocs } from './lib/renderDocs.mjs';
import { readSettings } from './lib/settings.mjs';
import { isShutdown, shutdownSignal } from './lib/shutdown.mjs';
import { prepareState } from './lib/state.mjs';

const development = process.argv.includes('--dev');
/** Of the app in development, as app-config.dev.yaml has it. */
const developmentAppPort = 3000;

await runMain(async () => {
  const started = performance.now();
  const signal = shutdownSignal();
  const settings = readSettings();
  const directory = stateDirectory();
  await requireDiskSpace({ directory, gigabytes: 1, what: 'the local state' });
  const paths = await prepareState(directory);
  const unlock = await tryLock(paths.lock);
  if (!unlock) {
    throw new Problem(
      `${directory} is in use by a running copy. End that one (make stop), or choose another folder by URUMI_STATE and another port by PORT.`,
    );
  }
  try {
    await serve({ started, signal, settings, directory, paths });
  } catch (error) {
    if (!isShutdown(error, signal)) {
      throw error;
    }
  } finally {
    unlock();
  }
});

async function serve({ started, signal, settings, directory, paths }) {
  const kind = settings.cluster;
  await requireClusterKind({ paths, kind });
  const ended = await endLeftovers({ paths });
  await requirePort(settings.port);
  const appPort = development ? developmentAppPort : settings.port;
  await requirePort(appPort);
  const ports = await choosePorts({ kind, paths });
  const processes = new ProcessRecord(paths.processes);
  processes.add('start', process.pid);
  phase(1, 'Tools', `Node ${process.versions.node}, yarn 4`);
  phase(2, 'Checks', `state in ${directory}, port ${settings.port} is free`);
  if (ended.length > 0) {
    note(`ended what an earlier run had left: ${ended.join(', ')}`);
  }

  await clusterKinds[kind].prepare?.({ signal });

  await installDependencies({ signal });
  await renderDocs({ signal });
  await provideClusterPrograms({
    programs: clusterProgramsOf(kind),
    linkFolder: path.join(paths.cluster, 'bin'),
    signal,
  });
  const command = development
    ? developmentCommand()
    : productionCommand({ folder: await buildProduct({ signal }) });

  const children = [];
  try {
    await keepClusterKind({ paths, kind });
    const cluster = await startCluster({
      kind,
      paths,
      ports,
      signal,
    });
    if (cluster.stop) {
      children.push(cluster);
    }
    const env = await backendEnvironment({
      paths,
      port: settings.port,
      ports,
      cluster,
    });
    const backend = await startProduct({
      command,
      paths,
      port: settings.port,
      env,
      signal,
    });
    children.push(backend);

    console.log(
      [
        '',
        `Urumi Stores is ready: http://localhost:${appPort} (after ${secondsSince(
          started,
        )} s)`,
        `  API token   ${paths.apiToken}`,
        `  kubeconfig  ${paths.kubeconfig}`,
        `  log         ${path.join(paths.logs, 'backend.log')}`,
        ...(cluster.notice ? [`  note        ${cluster.notice}`] : []),
        'Ctrl-C ends it and keeps all state.',
      ].join('\n'),
    );
    await untilEnd({ children, signal });
  } finally {
    if (children.length > 0) {
      console.log('Ending: first the backend, then the cluster.');
    }
    for (const child of children.reverse()) {
      await child.stop();
    }
    processes.clear();
  }
}

/** Resolves when the person ends it. @throws the error of the child that ended by itself */
async function untilEnd({ children, signal }) {
  const aborted = new Promise(resolve => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
    if (signal.aborted) {
      resolve(undefined);
    }
  });
  const error = await Promise.race([
    aborted,
    ...children.map(child => child.ended),
  ]);
  if (error) {
    throw error;
  }
}
