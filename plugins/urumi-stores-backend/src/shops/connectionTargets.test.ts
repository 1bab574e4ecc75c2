import { pod } from '../kubernetes/__fixtures__/storeObjects';
import { StoreObjects } from '../kubernetes/StoreObjects';
import { connectionTargets } from './connectionTargets';

const facts = {
  apiServers: [
    { host: '10.96.0.1', port: 443 },
    { host: '192.0.2.1', port: 6443 },
  ],
  nodeAddresses: ['192.0.2.1'],
  dns: [{ host: '10.96.0.10', port: 53 }],
};

const empty: StoreObjects = {
  namespace: undefined,
  pods: [],
  deployments: [],
  replicaSets: [],
  statefulSets: [],
  jobs: [],
  claims: [],
  ingresses: [],
  services: [],
  warnings: [],
  volumes: [],
};

const reached = (targets: ReturnType<typeof connectionTargets>) =>
  targets.map(({ host, port, expected }) => `${host}:${port} ${expected}`);

describe('connectionTargets', () => {
  it('are what no store may reach, and the DNS that every store needs', () => {
    expect(reached(connectionTargets({ facts, neighbour: undefined }))).toEqual(
      [
        '10.96.0.10:53 true',
        '10.96.0.1:443 false',
        '192.0.2.1:6443 false',
        '192.0.2.1:10250 false',
        '169.254.169.254:80 false',
      ],
    );
  });

  it('are also the pods and Services of another store, each once', () => {
    const service = {
      name: '',
      namespace: 'store-2',
      uid: '',
      createdAt: undefined,
      deleting: false,
      type: 'ClusterIP',
    };
    const targets = connectionTargets({
      facts: { apiServers: [], nodeAddresses: [], dns: [] },
      neighbour: {
        objects: {
          ...empty,
          pods: [
            pod('web-1', 'web', [], { ip: '10.244.0.7', ready: true }),
            pod('web-2', 'web', [], { ip: undefined, ready: true }),
            pod('db-0', 'db', [], { ip: '10.244.0.8', ready: true }),
          ],
          services: [
            { ...service, name: 'web', clusterIp: '10.96.3.3', ports: [80] },
            { ...service, name: 'db', clusterIp: 'None', ports: [3306] },
          ],
        },
        network: {
          entryPoints: [{ podLabels: { component: 'web' }, port: 8080 }],
          internal: [
            {
              from: { component: 'web' },
              to: { component: 'database' },
              port: 3306,
            },
            {
              from: { component: 'setup' },
              to: { component: 'database' },
              port: 3306,
            },
          ],
          publicEgress: [],
        },
      },
    });
    expect(reached(targets)).toEqual([
      '169.254.169.254:80 false',
      '10.244.0.7:8080 false',
      '10.244.0.8:3306 false',
      '10.96.3.3:80 false',
      'db.store-2.svc:3306 false',
    ]);
    expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
  });
});
