import {
  ConnectionTarget,
  StoreEngineNetwork,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { ClusterFacts } from '../kubernetes/readClusterFacts';
import { StoreObjects } from '../kubernetes/StoreObjects';

/** A connection to try from inside a store, and whether it should come about. */
export interface ExpectedConnection extends ConnectionTarget {
  expected: boolean;
}

const KUBELET_PORT = 10250;
/** Where clouds hand credentials to whoever asks. */
const METADATA_ADDRESS = '169.254.169.254';
/** As many of another store's addresses are tried. */
const NEIGHBOUR_TARGETS = 12;

/**
 * What must not be reached from a store's pods, and, as the proof that they reach anything at all,
 * the cluster's DNS.
 *
 * @param options - `neighbour`: another running store of the cluster, if there is one.
 */
export function connectionTargets(options: {
  facts: Pick<ClusterFacts, 'apiServers' | 'nodeAddresses' | 'dns'>;
  neighbour:
    | { objects: StoreObjects; network: StoreEngineNetwork | undefined }
    | undefined;
}): ExpectedConnection[] {
  const { facts, neighbour } = options;
  return [
    ...facts.dns.map(({ host, port }) => ({
      name: `the DNS of the cluster (${host}:${port})`,
      host,
      port,
      expected: true,
    })),
    ...facts.apiServers.map(({ host, port }) => ({
      name: `the API server (${host}:${port})`,
      host,
      port,
      expected: false,
    })),
    ...facts.nodeAddresses.map(host => ({
      name: `the kubelet of the node ${host}`,
      host,
      port: KUBELET_PORT,
      expected: false,
    })),
    {
      name: 'the metadata address of clouds',
      host: METADATA_ADDRESS,
      port: 80,
      expected: false,
    },
    ...(neighbour
      ? neighbourTargets(neighbour.objects, neighbour.network)
      : []),
  ];
}

function neighbourTargets(
  objects: StoreObjects,
  network: StoreEngineNetwork | undefined,
): ExpectedConnection[] {
  const doors = [
    ...(network?.entryPoints ?? []),
    ...(network?.internal ?? []).map(({ to, port }) => ({
      podLabels: to,
      port,
    })),
  ];
  const pods = objects.pods.flatMap(({ name, ip, labels, ready }) =>
    doors
      .filter(({ podLabels }) =>
        Object.entries(podLabels).every(
          ([key, value]) => labels[key] === value,
        ),
      )
      .flatMap(({ port }) =>
        ip && ready
          ? { name: `pod ${name}:${port} of another store`, host: ip, port }
          : [],
      ),
  );
  const services = objects.services.flatMap(
    ({ name, namespace, clusterIp, ports }) =>
      ports.map(port => ({
        name: `Service ${name}:${port} of another store`,
        // A headless Service has its pods' addresses behind its name.
        host:
          clusterIp && clusterIp !== 'None'
            ? clusterIp
            : `${name}.${namespace}.svc`,
        port,
      })),
  );
  const unique = new Map(
    [...pods, ...services].map(target => [
      `${target.host}:${target.port}`,
      { ...target, expected: false },
    ]),
  );
  return [...unique.values()].slice(0, NEIGHBOUR_TARGETS);
}
