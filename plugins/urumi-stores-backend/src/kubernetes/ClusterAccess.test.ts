import {
  mkdir,
  mkdtemp,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { stringify } from 'yaml';
import { BoundToken } from '../__testUtils__/BoundToken';
import { readKubeconfigAccess } from '../__testUtils__/readKubeconfigAccess';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { ClusterClient } from './ClusterClient';
import { ClusterSource } from './loadClusterSource';

jest.setTimeout(120_000);

describe('credentials of a cluster', () => {
  let admin: ClusterClient;
  let store: TestStore;
  let directory: string;
  let server: string;
  let caFile: string;
  let clients: ClusterClient[];

  beforeAll(async () => {
    admin = await TestStore.connect();
    store = new TestStore(admin);
    await store.createNamespace();
    await eventually(
      () => admin.get(store.path('v1', 'ServiceAccount', 'default')),
      'the default service account',
    );
    const access = await readKubeconfigAccess(testKubeconfig());
    server = access.server;
    directory = await mkdtemp(join(tmpdir(), 'cluster-access-'));
    caFile = join(directory, 'ca.pem');
    await writeFile(caFile, access.ca);
  });

  beforeEach(() => {
    clients = [];
  });

  afterEach(() => Promise.all(clients.map(client => client.close())));

  afterAll(async () => {
    await store.remove();
    await admin.close();
    await rm(directory, { recursive: true });
  });

  async function connect(source: Partial<ClusterSource>) {
    const client = await ClusterClient.fromConfig({
      name: 'west',
      logger: mockServices.logger.mock(),
      ...source,
    });
    clients.push(client);
    return client;
  }

  /** Until the API server has forgotten that the token was good. */
  const untilRefused = (token: string) =>
    eventually(async () => {
      const client = await connect({ server, token, caFile });
      return client.version().then(
        () => false,
        error => /Unauthorized/.test(String(error)),
      );
    }, 'the token is refused');

  const createToken = () => BoundToken.create(admin, store.namespace);

  /** Each way to give a token by files: how it is written, and how the cluster is then configured. */
  const ways: [
    string,
    (path: string, token: string) => Promise<Omit<ClusterSource, 'name'>>,
  ][] = [
    [
      'a token file that is written anew',
      async (path, token) => {
        await writeFile(path, `${token}\n`);
        return { server, caFile, tokenFile: path };
      },
    ],
    [
      'a token file in a mounted Secret, whose link is moved',
      async (path, token) => {
        const version = await mkdtemp(join(directory, '..version-'));
        await writeFile(join(version, 'token'), token);
        await mkdir(path, { recursive: true });
        await symlink(version, join(path, '..data_tmp'));
        await rename(join(path, '..data_tmp'), join(path, '..data'));
        return { server, caFile, tokenFile: join(path, '..data', 'token') };
      },
    ],
    [
      'a kubeconfig that is put in the place of another one',
      async (path, token) => {
        await writeFile(
          `${path}.new`,
          stringify({
            apiVersion: 'v1',
            kind: 'Config',
            clusters: [
              {
                name: 'c',
                cluster: { server, 'certificate-authority': caFile },
              },
            ],
            users: [{ name: 'u', user: { token } }],
            contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
            'current-context': 'x',
          }),
        );
        await rename(`${path}.new`, path);
        return { kubeconfig: path };
      },
    ],
  ];

  it.each(ways)(
    'are taken from %s, before the old ones are refused and after',
    async (_, write) => {
      const path = join(
        await mkdtemp(join(directory, 'source-')),
        'credentials',
      );
      const [first, second, third] = [
        await createToken(),
        await createToken(),
        await createToken(),
      ];
      const client = await connect(await write(path, first.token));
      await expect(client.version()).resolves.toMatch(/^v1\./);

      // Helm is given the new ones although the old ones would still do.
      await write(path, second.token);
      await eventually(
        async () => (await client.kubeconfigText()).includes(second.token),
        'the second token is used',
      );
      await expect(client.version()).resolves.toMatch(/^v1\./);

      // From one request to the next: no look at the file has to be due.
      await second.revoke();
      await untilRefused(second.token);
      await write(path, third.token);
      await expect(client.version()).resolves.toMatch(/^v1\./);
      expect(await client.kubeconfigText()).toContain(third.token);
    },
  );

  it('stay what they are while a file cannot be read, and are refused as they are', async () => {
    const [first, second] = [await createToken(), await createToken()];
    const tokenFile = join(directory, 'unreadable');
    await writeFile(tokenFile, first.token);
    const client = await connect({ server, caFile, tokenFile });
    await rm(tokenFile);
    await expect(client.version()).resolves.toMatch(/^v1\./);
    await first.revoke();
    await untilRefused(first.token);
    await expect(client.version()).rejects.toThrow(/Unauthorized/);
    await writeFile(tokenFile, second.token);
    await expect(client.version()).resolves.toMatch(/^v1\./);
  });

  it.each<[string, Partial<ClusterSource>, RegExp]>([
    ['no source', {}, /needs either a kubeconfig file, a server with a token/],
    [
      'two sources',
      { kubeconfig: 'k', server: 'https://127.0.0.1:1' },
      /needs either/,
    ],
    [
      'a token file that is not there',
      { server: 'https://127.0.0.1:1', tokenFile: '/nowhere/token' },
      /token of cluster 'west' cannot be read from '\/nowhere\/token'/,
    ],
    [
      'an empty token',
      { server: 'https://127.0.0.1:1', token: ' ' },
      /token of cluster 'west' cannot be read/,
    ],
    [
      'an authority that is not there',
      { server: 'https://127.0.0.1:1', token: 't', caFile: '/nowhere/ca' },
      /cannot be read/,
    ],
    [
      'a pod that is none',
      { inCluster: true },
      /this process does not run in a Kubernetes pod/,
    ],
    [
      'a context that is not there',
      { kubeconfig: testKubeconfig(), context: 'none' },
      /has no cluster for the context 'none'/,
    ],
  ])('stop the start with %s', async (_, source, message) => {
    await expect(connect(source)).rejects.toThrow(message);
  });
});
