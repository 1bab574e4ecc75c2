import { ClusterClient } from './ClusterClient';
import { RequestControl } from './ApiTransport';
import { KubernetesObject } from './KubernetesObject';

/** What a program has to know of a cluster before it puts stores into it. */
export interface ClusterFacts {
  /** True when all nodes only play pods: nothing really runs. */
  simulatedNodes: boolean;
  defaultStorageClass?: string;
  defaultIngressClass?: string;
  /** Such as `v1.36.4`. */
  kubernetesVersion: string;
}

/** Reads the facts of a cluster. */
export async function readClusterFacts(
  client: ClusterClient,
  control: RequestControl = {},
): Promise<ClusterFacts> {
  const list = async (apiVersion: string, kind: string) =>
    (await client.list(client.objectPath(apiVersion, kind), control)).items;
  const [nodes, storageClasses, ingressClasses, kubernetesVersion] =
    await Promise.all([
      list('v1', 'Node'),
      list('storage.k8s.io/v1', 'StorageClass'),
      list('networking.k8s.io/v1', 'IngressClass'),
      client.version(control),
    ]);
  return {
    simulatedNodes:
      nodes.length > 0 &&
      nodes.every(({ metadata }) => metadata.labels?.type === 'kwok'),
    defaultStorageClass: findDefault(
      storageClasses,
      'storageclass.kubernetes.io/is-default-class',
    ),
    defaultIngressClass: findDefault(
      ingressClasses,
      'ingressclass.kubernetes.io/is-default-class',
    ),
    kubernetesVersion,
  };
}

function findDefault(
  classes: KubernetesObject[],
  annotation: string,
): string | undefined {
  return classes.find(
    ({ metadata }) => metadata.annotations?.[annotation] === 'true',
  )?.metadata.name;
}
