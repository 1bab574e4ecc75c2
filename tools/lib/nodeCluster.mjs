import path from 'node:path';
import {
  runClusterScript,
  startLeashedCluster,
  stopLeashedCluster,
} from './leashedCluster.mjs';
import { keptNetwork } from './nodeNetwork.mjs';
import { requireNodeMachine } from './nodeRequirements.mjs';
import { forwardPort } from './portForward.mjs';
import {
  buildStoreImages,
  loadStoreImages,
  localRegistry,
  missingImagesNotice,
} from './storeImages.mjs';

const script = 'node.sh';

/** A node of our own, whose containers really run, as one of the kinds that CLUSTER chooses from. */
export const nodeCluster = {
  starting: 'starting a node',
  contents: 'the node with its containers, images and volumes',
  name: 'local',
  ports: [],
  ingressNamespace: 'ingress',
  imageRegistry: localRegistry,
  prepare: ({ signal }) => requireNodeMachine({ signal }),

  async start({ paths, ports, signal }) {
    const directory = paths.cluster;
    const archives = await buildStoreImages({ signal });
    const network = await keptNetwork({ file: paths.network });
    const node = await startLeashedCluster({
      script,
      directory,
      env: network,
      signal,
    });
    try {
      await loadStoreImages({
        archives,
        file: path.join(directory, 'loaded-images.json'),
        load: archive =>
          runClusterScript({
            script,
            directory,
            args: ['load', archive],
            signal,
          }),
      });
      const forward = await forwardPort({
        port: ports.URUMI_STORES_PORT,
        target: network.NODE_IP,
        targetPort: 80,
      });
      return {
        ...node,
        notice: missingImagesNotice(archives),
        stop: async () => {
          await forward.stop();
          await node.stop();
        },
      };
    } catch (error) {
      await node.stop();
      throw error;
    }
  },

  end: ({ paths }) => stopLeashedCluster({ script, directory: paths.cluster }),
};
