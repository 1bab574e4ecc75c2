import { ClusterClient } from './ClusterClient';
import { RequestControl } from './ApiTransport';
import { KubernetesObject } from './KubernetesObject';

/** What a program has to know of a cluster before it puts stores into it. */
export interface ClusterFacts {
  /** True when all nodes only play pods: nothing really runs. */
  simulatedNodes: boolean;
  defaultStorageClass?: string;
  /** Storage classes whose volumes keep the size that they were made with. */
  fixedStorageClasses: string[];
  defaultIngressClass?: string;
  /** Such as `v1.36.4`. */
  kubernetesVersion: string;
  /** Where the API server answers inside the cluster: its Service, and what is behind it. */
  apiServers: ClusterAddress[];
  /** Addresses of some nodes. */
  nodeAddresses: string[];
  /** The cluster's DNS. */
  dns: ClusterAddress[];
}

/** An address in a cluster. */
export interface ClusterAddress {
  host: string;
  port: number;
}

/** As many nodes are named: all of them say the same of the policies. */
const NAMED_NODES = 3;

const DNS_PORT = 53;

/** Reads the facts of a cluster. */
export async function readClusterFacts(
  client: ClusterClient,
  { dnsNamespace, ...control }: RequestControl & { dnsNamespace: string },
): Promise<ClusterFacts> {
  const list = async (apiVersion: string, kind: string, namespace?: string) =>
    (await client.list(client.objectPath(apiVersion, kind, namespace), control))
      .items;
  const [
    nodes,
    storageClasses,
    ingressClasses,
    kubernetesVersion,
    apiServices,
    apiSlices,
    dnsServices,
  ] = await Promise.all([
    list('v1', 'Node'),
    list('storage.k8s.io/v1', 'StorageClass'),
    list('networking.k8s.io/v1', 'IngressClass'),
    client.version(control),
    list('v1', 'Service', 'default'),
    list('discovery.k8s.io/v1', 'EndpointSlice', 'default'),
    list('v1', 'Service', dnsNamespace),
  ]);
  return {
    simulatedNodes:
      nodes.length > 0 &&
      nodes.every(({ metadata }) => metadata.labels?.type === 'kwok'),
    defaultStorageClass: findDefault(
      storageClasses,
      'storageclass.kubernetes.io/is-default-class',
    ),
    fixedStorageClasses: storageClasses
      .filter(({ allowVolumeExpansion }) => allowVolumeExpansion !== true)
      .map(({ metadata }) => metadata.name),
    defaultIngressClass: findDefault(
      ingressClasses,
      'ingressclass.kubernetes.io/is-default-class',
    ),
    kubernetesVersion,
    apiServers: [
      ...apiServices
        .filter(({ metadata }) => metadata.name === 'kubernetes')
        .flatMap(serviceAddresses),
      ...apiSlices
        .filter(
          ({ metadata }) =>
            metadata.labels?.['kubernetes.io/service-name'] === 'kubernetes',
        )
        .flatMap(sliceAddresses),
    ],
    nodeAddresses: nodes.flatMap(internalAddress).slice(0, NAMED_NODES),
    dns: dnsServices
      .flatMap(serviceAddresses)
      .filter(({ port }) => port === DNS_PORT),
  };
}

/** The TCP ports of a Service with an address of its own. */
function serviceAddresses(
  object: KubernetesObject & {
    spec?: {
      clusterIP?: string;
      ports?: { port: number; protocol?: string }[];
    };
  },
): ClusterAddress[] {
  const { clusterIP, ports = [] } = object.spec ?? {};
  return clusterIP === undefined || clusterIP === 'None'
    ? []
    : ports
        .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
        .map(({ port }) => ({ host: clusterIP, port }));
}

function sliceAddresses(
  object: KubernetesObject & {
    endpoints?: { addresses: string[] }[];
    ports?: { port?: number }[];
  },
): ClusterAddress[] {
  return (object.endpoints ?? [])
    .flatMap(({ addresses }) => addresses)
    .flatMap(host =>
      (object.ports ?? []).flatMap(({ port }) => (port ? { host, port } : [])),
    );
}

function internalAddress(
  object: KubernetesObject & {
    status?: { addresses?: { type: string; address: string }[] };
  },
): string[] {
  return (object.status?.addresses ?? [])
    .filter(({ type }) => type === 'InternalIP')
    .map(({ address }) => address);
}

function findDefault(
  classes: KubernetesObject[],
  annotation: string,
): string | undefined {
  return classes.find(
    ({ metadata }) => metadata.annotations?.[annotation] === 'true',
  )?.metadata.name;
}
