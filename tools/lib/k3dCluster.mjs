import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';
import { writeSecretFile } from './secretFile.mjs';
import {
  buildStoreImages,
  loadStoreImages,
  localRegistry,
  missingImagesNotice,
} from './storeImages.mjs';

const preferredName = 'urumi';

/** k3s in Docker, as one of the kinds that CLUSTER chooses from. It is made by and for one state folder. */
export const k3dCluster = {
  starting: 'starting k3s in Docker with k3d',
  contents: 'what is known of the k3d cluster, which is deleted as well',
  name: 'local',
  ports: [],
  ingressNamespace: 'kube-system',
  imageRegistry: localRegistry,
  /** The address that k3s publishes is one of Docker's network, which only Linux can reach. */
  ingressAddress: ports => `127.0.0.1:${ports.URUMI_STORES_PORT}`,

  async prepare({ signal }) {
    for (const command of ['docker info', 'k3d version']) {
      const [program, ...args] = command.split(' ');
      await run(program, args, { signal }).catch(error => {
        signal?.throwIfAborted();
        throw new Problem(
          `CLUSTER=k3d needs Docker and k3d (https://k3d.io): ${error.message}`,
        );
      });
    }
  },

  async start({ paths, ports, signal, buildImages = buildStoreImages }) {
    const archives = await buildImages({ signal });
    const port = ports.URUMI_STORES_PORT;
    const kept = await readRecord(paths);
    const clusters = await listClusters(signal);
    const exists = kept && clusters.has(kept.name);
    if (exists && kept.port !== port) {
      throw new Problem(
        `The k3d cluster ${kept.name} was made for port ${kept.port}, which is taken by another program now. End that one, or make clean.`,
      );
    }
    const name = exists ? kept.name : freeName(clusters);
    if (exists) {
      await run('k3d', ['cluster', 'start', name], {
        signal,
        progress: 'starting the k3d cluster',
      });
    } else {
      // What was loaded into another cluster is not in this one.
      await fs.rm(loadedFile(paths), { force: true });
      await fs.mkdir(paths.cluster, { recursive: true });
      await fs.writeFile(recordFile(paths), JSON.stringify({ name, port }));
      await run(
        'k3d',
        [
          'cluster',
          'create',
          name,
          '--port',
          `127.0.0.1:${port}:80@loadbalancer`,
          '--kubeconfig-update-default=false',
          '--kubeconfig-switch-context=false',
        ],
        { signal, progress: 'making the k3d cluster' },
      );
    }
    const stop = () => run('k3d', ['cluster', 'stop', name]);
    try {
      await loadStoreImages({
        archives,
        file: loadedFile(paths),
        load: archive =>
          run('k3d', ['image', 'import', '--cluster', name, archive], {
            signal,
          }),
      });
      const kubeconfig = path.join(paths.cluster, 'etc/admin.kubeconfig');
      const { stdout } = await run('k3d', ['kubeconfig', 'get', name], {
        signal,
      });
      await writeSecretFile(kubeconfig, stdout);
      return {
        kubeconfig,
        notice: missingImagesNotice(archives),
        // Docker watches over it.
        ended: new Promise(() => {}),
        stop,
      };
    } catch (error) {
      await stop();
      throw error;
    }
  },

  /** k3d's clusters do not end with the process that started them. */
  async end({ paths }) {
    const kept = await readRecord(paths);
    const cluster = kept && (await listClusters()).get(kept.name);
    if (!cluster?.serversRunning) {
      return false;
    }
    await run('k3d', ['cluster', 'stop', kept.name]);
    return true;
  },

  async remove({ paths }) {
    const kept = await readRecord(paths);
    if (kept) {
      await run('k3d', ['cluster', 'delete', kept.name]);
    }
  },
};

/** Another copy's cluster, or one of somebody else, is left alone. */
function freeName(clusters) {
  return clusters.has(preferredName)
    ? `${preferredName}-${randomBytes(3).toString('hex')}`
    : preferredName;
}

async function listClusters(signal) {
  const { stdout } = await run('k3d', ['cluster', 'list', '-o', 'json'], {
    signal,
  });
  return new Map(JSON.parse(stdout).map(each => [each.name, each]));
}

const loadedFile = paths => path.join(paths.cluster, 'loaded-images.json');

const recordFile = paths => path.join(paths.cluster, 'k3d.json');

function readRecord(paths) {
  return fs.readFile(recordFile(paths), 'utf8').then(JSON.parse, error => {
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
}
