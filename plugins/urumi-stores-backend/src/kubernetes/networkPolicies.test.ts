import { BlockList } from 'node:net';
import { StoreEngineNetwork } from '@urumi/backstage-plugin-urumi-stores-node';
import { NetworkPolicySpec, networkPolicySpecs } from './networkPolicies';

const network: StoreEngineNetwork = {
  entryPoints: [{ podLabels: { app: 'web' }, port: 8080 }],
  internal: [
    { from: { app: 'web' }, to: { app: 'db' }, port: 3306 },
    { from: { app: 'setup' }, to: { app: 'db' }, port: 3306 },
  ],
  publicEgress: [{ podLabels: { app: 'web' }, ports: [443, 587] }],
};

interface Pod {
  namespace: string;
  labels: Record<string, string>;
}

type End = Pod | { address: string };

interface Connection {
  from: End;
  to: End;
  port: number;
  protocol?: 'TCP' | 'UDP';
}

const policies = Object.values(
  networkPolicySpecs(network, {
    ingressNamespace: 'ingress',
    dnsNamespace: 'kube-system',
  }),
);

/** Namespaces in which the policies stand. */
const stores = ['store-a', 'store-b'];

const matches = (labels: Record<string, string>, wanted = {}) =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value);

function isInBlock(address: string, cidrs: string[]): boolean {
  const isV6 = (text: string) => text.includes(':');
  const family = isV6(address) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  for (const cidr of cidrs.filter(one => isV6(one) === isV6(address))) {
    const [net, prefix] = cidr.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  return list.check(address, family);
}

/** What NetworkPolicy means, as the Kubernetes API reference defines it. */
function isPeer(
  peer: NonNullable<NonNullable<NetworkPolicySpec['egress']>[0]['to']>[0],
  end: End,
  policyNamespace: string,
): boolean {
  if ('ipBlock' in peer) {
    const { cidr, except } = peer.ipBlock;
    return (
      'address' in end &&
      isInBlock(end.address, [cidr]) &&
      !isInBlock(end.address, except)
    );
  }
  if ('address' in end) {
    return false;
  }
  if ('namespaceSelector' in peer) {
    return matches(
      { 'kubernetes.io/metadata.name': end.namespace },
      peer.namespaceSelector.matchLabels,
    );
  }
  return (
    end.namespace === policyNamespace &&
    matches(end.labels, peer.podSelector.matchLabels)
  );
}

function isAllowed({ from, to, port, protocol = 'TCP' }: Connection): boolean {
  const passes = (type: 'Ingress' | 'Egress', self: End, other: End) => {
    if ('address' in self || !stores.includes(self.namespace)) {
      return true;
    }
    const isolating = policies.filter(
      policy =>
        policy.policyTypes.includes(type) &&
        matches(self.labels, policy.podSelector.matchLabels),
    );
    return isolating.some(policy =>
      (type === 'Ingress' ? policy.ingress : policy.egress)?.some(
        rule =>
          rule.ports.some(
            entry => entry.port === port && entry.protocol === protocol,
          ) &&
          (rule.from ?? rule.to)?.some(peer =>
            isPeer(peer, other, self.namespace),
          ),
      ),
    );
  };
  return passes('Egress', from, to) && passes('Ingress', to, from);
}

const pod = (namespace: string, app: string): Pod => ({
  namespace,
  labels: { app },
});
const address = (value: string) => ({ address: value });
const web = pod('store-a', 'web');
const db = pod('store-a', 'db');
const dns = pod('kube-system', 'dns');
const controller = pod('ingress', 'controller');

describe('network policies', () => {
  it.each<[string, Connection, boolean]>([
    [
      'ingress controller to the shop',
      { from: controller, to: web, port: 8080 },
      true,
    ],
    [
      'ingress controller to another port',
      { from: controller, to: web, port: 9000 },
      false,
    ],
    [
      'ingress controller to the database',
      { from: controller, to: db, port: 3306 },
      false,
    ],
    [
      'another namespace to the shop',
      { from: pod('default', 'web'), to: web, port: 8080 },
      false,
    ],
    ['shop to its database', { from: web, to: db, port: 3306 }, true],
    [
      'set-up job to the database',
      { from: pod('store-a', 'setup'), to: db, port: 3306 },
      true,
    ],
    [
      'shop to another port of its database',
      { from: web, to: db, port: 22 },
      false,
    ],
    ['database to the shop', { from: db, to: web, port: 8080 }, false],
    [
      "shop to another store's database",
      { from: web, to: pod('store-b', 'db'), port: 3306 },
      false,
    ],
    [
      "shop to another store's shop",
      { from: web, to: pod('store-b', 'web'), port: 8080 },
      false,
    ],
    [
      'an unknown pod to the database',
      { from: pod('store-a', 'x'), to: db, port: 3306 },
      false,
    ],
    ['DNS by UDP', { from: db, to: dns, port: 53, protocol: 'UDP' }, true],
    ['DNS by TCP', { from: web, to: dns, port: 53 }, true],
    [
      'another service of the DNS namespace',
      { from: web, to: dns, port: 443 },
      false,
    ],
    [
      'shop to a public address',
      { from: web, to: address('198.51.100.7'), port: 443 },
      true,
    ],
    [
      'shop to a public IPv6 address',
      { from: web, to: address('2001:db8::7'), port: 587 },
      true,
    ],
    [
      'shop to another public port',
      { from: web, to: address('198.51.100.7'), port: 22 },
      false,
    ],
    [
      'database to a public address',
      { from: db, to: address('198.51.100.7'), port: 443 },
      false,
    ],
    ...[
      '169.254.169.254',
      '10.96.0.1',
      '172.20.1.1',
      '192.168.1.1',
      '100.100.100.200',
      '127.0.0.1',
      'fd00:ec2::254',
      'fe80::1',
      '::1',
    ].map((closed): [string, Connection, boolean] => [
      `shop to ${closed}`,
      { from: web, to: address(closed), port: 443 },
      false,
    ]),
  ])('%s', (_, connection, expected) => {
    expect(isAllowed(connection)).toBe(expected);
  });
});
