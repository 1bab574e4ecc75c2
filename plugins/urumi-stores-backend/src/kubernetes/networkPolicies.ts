import { StoreEngineNetwork } from '@urumi/backstage-plugin-urumi-stores-node';

/** What of the cluster the policies of a store must name. */
export interface StoreSurroundings {
  /** Namespace of the ingress controller. */
  ingressNamespace: string;
  /** Namespace of the cluster's DNS. */
  dnsNamespace: string;
}

type Peer =
  | { podSelector: { matchLabels: Record<string, string> } }
  | { namespaceSelector: { matchLabels: Record<string, string> } }
  | { ipBlock: { cidr: string; except: string[] } };

interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports: { protocol: 'TCP' | 'UDP'; port: number }[];
}

/** The part of a NetworkPolicy's spec that this plugin writes. */
export interface NetworkPolicySpec {
  podSelector: { matchLabels?: Record<string, string> };
  policyTypes: ('Ingress' | 'Egress')[];
  ingress?: Rule[];
  egress?: Rule[];
}

/** Private, shared, link-local (cloud metadata), loopback, test, multicast and reserved ranges. */
const CLOSED_RANGES_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Unspecified and loopback, mapped IPv4, unique local (some clouds' metadata), link-local, multicast. */
const CLOSED_RANGES_V6 = [
  '::/96',
  '64:ff9b::/96',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

const PUBLIC_ADDRESSES: Peer[] = [
  { ipBlock: { cidr: '0.0.0.0/0', except: CLOSED_RANGES_V4 } },
  { ipBlock: { cidr: '::/0', except: CLOSED_RANGES_V6 } },
];

/**
 * Specs of a store's NetworkPolicies by name: everything is denied in both directions but what
 * the engine's descriptor asks for, and DNS.
 */
export function networkPolicySpecs(
  network: StoreEngineNetwork,
  surroundings: StoreSurroundings,
): Record<string, NetworkPolicySpec> {
  const specs: Record<string, NetworkPolicySpec> = {
    'default-deny': { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    'allow-dns': {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [namespaceNamed(surroundings.dnsNamespace)],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
      ],
    },
  };
  network.entryPoints.forEach(({ podLabels, port }, index) => {
    specs[`allow-entry-${index + 1}`] = {
      podSelector: { matchLabels: podLabels },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [namespaceNamed(surroundings.ingressNamespace)],
          ports: tcp([port]),
        },
      ],
    };
  });
  network.internal.forEach(({ from, to, port }, index) => {
    specs[`allow-internal-${index + 1}-out`] = {
      podSelector: { matchLabels: from },
      policyTypes: ['Egress'],
      egress: [{ to: [podsLabelled(to)], ports: tcp([port]) }],
    };
    specs[`allow-internal-${index + 1}-in`] = {
      podSelector: { matchLabels: to },
      policyTypes: ['Ingress'],
      ingress: [{ from: [podsLabelled(from)], ports: tcp([port]) }],
    };
  });
  network.publicEgress.forEach(({ podLabels, ports }, index) => {
    specs[`allow-public-${index + 1}`] = {
      podSelector: { matchLabels: podLabels },
      policyTypes: ['Egress'],
      egress: [{ to: PUBLIC_ADDRESSES, ports: tcp(ports) }],
    };
  });
  return specs;
}

function namespaceNamed(name: string): Peer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  };
}

function podsLabelled(labels: Record<string, string>): Peer {
  return { podSelector: { matchLabels: labels } };
}

function tcp(ports: number[]): Rule['ports'] {
  return ports.map(port => ({ protocol: 'TCP', port }));
}
