import fs from 'node:fs/promises';
import path from 'node:path';
import { k3dCluster } from './k3dCluster.mjs';
import { nodeCluster } from './nodeCluster.mjs';
import { Problem } from './problem.mjs';
import { simCluster } from './simCluster.mjs';

/** The cluster of the user's own kubeconfig: it is neither started nor ended here. */
const currentCluster = {
  starting: 'using the current context',
  contents: 'what is known of the cluster, which itself keeps the stores in it',
  name: 'current',
  ports: [],
  ingressNamespace: process.env.URUMI_CLUSTER_INGRESS_NAMESPACE,
  ingressAddress: () => process.env.URUMI_CLUSTER_INGRESS_ADDRESS,
  imageRegistry: process.env.URUMI_IMAGE_REGISTRY,
  start: async () => ({}),
  end: async () => false,
};

/**
 * What CLUSTER chooses from, by name. Each has
 * - `starting`, `contents`: words for the person who starts and removes it
 * - `name`: what the product calls it
 * - `ports`: names of the ports that it needs, beside the one of the shops
 * - `ingressNamespace`, `ingressAddress`: where its ingress controller is, as far as the product has to be told
 * - `imageRegistry`: where the images of the stores come from
 * - `prepare`: checks, before anything else takes time, that it can run on this machine
 * - `start`: returns `kubeconfig`, and `pid`, `ended`, `stop` and a `notice` for the person where there are such
 * - `end`: ends what a crash has left of it, and says whether there was something
 * - `remove`: removes what is not in the state folder
 */
export const clusterKinds = {
  sim: simCluster,
  node: nodeCluster,
  k3d: k3dCluster,
  current: currentCluster,
};

/** The kind of cluster that a state folder belongs to, or undefined when it has none yet. */
export async function keptClusterKind({ paths }) {
  const kept = await fs.readFile(paths.clusterKind, 'utf8').catch(error => {
    if (error.code !== 'ENOENT') {
      throw error;
    }
  });
  if (kept) {
    return kept.trim();
  }
  // States of before there was a choice.
  const data = path.join(paths.cluster, 'etcd');
  return (await fs.stat(data).catch(() => undefined)) ? 'sim' : undefined;
}

/** @throws Problem when a state folder belongs to another kind of cluster: its database tells of stores in that one */
export async function requireClusterKind({ paths, kind }) {
  const kept = await keptClusterKind({ paths });
  if (kept && kept !== kind) {
    const state = path.dirname(paths.clusterKind);
    throw new Problem(
      `${state} holds the stores of CLUSTER=${kept}, and CLUSTER is ${kind}. Choose another folder by URUMI_STATE, or remove those stores with make clean.`,
    );
  }
}

/** Binds a state folder to a kind of cluster. */
export async function keepClusterKind({ paths, kind }) {
  await fs.writeFile(paths.clusterKind, `${kind}\n`);
}
