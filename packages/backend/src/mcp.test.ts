import {
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsServiceRequestOptions,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import mcpActionsPlugin from '@backstage/plugin-mcp-actions-backend';
import {
  AuthorizeResult,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import urumiStoresPlugin from '@urumi/backstage-plugin-urumi-stores-backend';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { decideOnStores } from './policy/decideOnStores';

jest.setTimeout(120_000);

/** A cluster that nothing listens for: what is to be done there waits. */
function deadCluster(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'mcp-')), 'kubeconfig');
  const user = { name: 'nobody', user: { token: 'none' } };
  const cluster = { server: 'https://127.0.0.1:1' };
  writeFileSync(
    path,
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'dead', cluster }],
      users: [user],
      contexts: [
        { name: 'dead', context: { cluster: 'dead', user: 'nobody' } },
      ],
      'current-context': 'dead',
    }),
  );
  return path;
}

const group = (name: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name, namespace: 'default' },
  spec: { type: 'team', children: [] },
});

const TEAMS: Record<string, string> = {
  'user:default/sana': 'group:default/storefront',
  'user:default/marco': 'group:default/marketing',
  'user:default/olga': 'group:default/platform',
  'user:default/audrey': 'group:default/audit',
};

/** What the policy answers to a person of the test. */
function decide(
  permission: Permission,
  options: PermissionsServiceRequestOptions,
): PolicyDecision {
  const { credentials } = options as { credentials: BackstageCredentials };
  const { userEntityRef } = credentials.principal as BackstageUserPrincipal;
  const user: Pick<PolicyQueryUser, 'info'> = {
    info: {
      userEntityRef,
      ownershipEntityRefs: [userEntityRef, TEAMS[userEntityRef]],
    },
  };
  return (
    decideOnStores(permission, user, {
      operators: ['group:default/platform'],
      auditors: ['group:default/audit'],
    }) ?? { result: AuthorizeResult.DENY }
  );
}

/** What the tools answer, as far as it is looked at here. */
interface ToolOutput {
  store_id: string;
  stores: { store_id: string }[];
  events: object[];
}

/** The MCP endpoint of a started backend, whose permissions are decided by the example policy. */
describe('the MCP endpoint', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  const clients: Client[] = [];

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        mcpActionsPlugin,
        urumiStoresPlugin,
        catalogServiceMock.factory({
          entities: ['storefront', 'marketing', 'platform'].map(group),
        }),
        mockServices.userInfo.mock({
          getUserInfo: async credentials => {
            const { userEntityRef } = credentials.principal as {
              userEntityRef: string;
            };
            return {
              userEntityRef,
              ownershipEntityRefs: [userEntityRef, TEAMS[userEntityRef]],
            };
          },
        }).factory,
        mockServices.permissions.mock({
          authorize: async (requests, options) =>
            requests.map(({ permission }) => ({
              result:
                decide(permission, options).result === AuthorizeResult.ALLOW
                  ? AuthorizeResult.ALLOW
                  : AuthorizeResult.DENY,
            })),
          authorizeConditional: async (requests, options) =>
            requests.map(({ permission }) => decide(permission, options)),
        }).factory,
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost' },
            backend: {
              baseUrl: 'http://localhost',
              actions: { pluginSources: ['urumi-stores'] },
            },
            urumiStores: {
              helm: { binary: process.env.URUMI_TEST_HELM },
              clusters: [{ name: 'local', kubeconfig: deadCluster() }],
              limits: { writesPerMinute: 30 },
            },
          },
        }),
      ],
    });
  });

  afterAll(async () => {
    await Promise.all(clients.map(client => client.close()));
    await backend.stop();
  });

  async function connect(name: string) {
    const client = new Client({ name: 'test', version: '1.0.0' });
    clients.push(client);
    const url = `http://localhost:${backend.server.port()}/api/mcp-actions/v1`;
    await client.connect(
      new StreamableHTTPClientTransport(new URL(url), {
        requestInit: {
          headers: {
            authorization: mockCredentials.user.header(`user:default/${name}`),
          },
        },
      }),
    );
    const call = async (tool: string, input: object = {}) => {
      const result = await client.callTool({
        name: `urumi-stores.${tool}`,
        arguments: { ...input },
      });
      const [{ text }] = result.content as { text: string }[];
      return result.isError
        ? { error: text }
        : { output: result.structuredContent as unknown as ToolOutput };
    };
    return { client, call };
  }

  it('offers the seven tools, each with what it does and how careful to be', async () => {
    const { client } = await connect('sana');
    const { tools } = await client.listTools();
    expect(
      tools.map(({ name, annotations }) => [
        name,
        annotations?.readOnlyHint,
        annotations?.destructiveHint,
        annotations?.idempotentHint,
      ]),
    ).toEqual([
      ['urumi-stores.list-stores', true, false, true],
      ['urumi-stores.get-store', true, false, true],
      ['urumi-stores.get-store-events', true, false, true],
      ['urumi-stores.create-store', false, false, true],
      ['urumi-stores.retry-store', false, true, false],
      ['urumi-stores.upgrade-store', false, true, true],
      ['urumi-stores.delete-store', false, true, true],
    ]);
    for (const { description, inputSchema } of tools) {
      expect(description?.length).toBeGreaterThan(80);
      expect(inputSchema).toMatchObject({ additionalProperties: false });
    }
  });

  it('takes a store through its life as the caller, and only where they may', async () => {
    const sana = await connect('sana');
    const marco = await connect('marco');
    const wish = { request_id: 'wish-1', display_name: 'Spring 🌱' };
    const created = await sana.call('create-store', wish);
    expect(created.output).toMatchObject({ status: 'QUEUED' });
    expect(await sana.call('create-store', wish)).toEqual(created);
    const store_id = created.output?.store_id;

    const { output: store } = await sana.call('get-store', { store_id });
    expect(store).toMatchObject({
      store_id,
      display_name: 'Spring 🌱',
      owner: 'group:default/storefront',
      created_by: 'user:default/sana',
      progress: { action: 'PROVISION' },
    });
    expect(JSON.stringify(store)).not.toContain('password');

    const { output: events } = await sana.call('get-store-events', {
      store_id,
    });
    expect(events?.events[0]).toMatchObject({
      event_type: 'queued',
      actor: 'user:default/sana',
    });

    const ids = async (who: typeof sana) =>
      (await who.call('list-stores')).output?.stores.map(each => each.store_id);
    expect(await ids(sana)).toEqual([store_id]);
    expect(await ids(await connect('olga'))).toEqual([store_id]);
    expect(await ids(marco)).toEqual([]);

    // Whom it does not belong to does not learn that it is there.
    const nothing = `NotFoundError: There is no store ${store_id}`;
    for (const tool of [
      'get-store',
      'get-store-events',
      'retry-store',
      'delete-store',
    ]) {
      expect(await marco.call(tool, { store_id })).toEqual({ error: nothing });
    }
    const audrey = await connect('audrey');
    expect(await ids(audrey)).toEqual([store_id]);
    expect((await audrey.call('delete-store', { store_id })).error).toBe(
      `NotAllowedError: You need the permission urumi.store.delete for store ${store_id}`,
    );

    const deleted = await sana.call('delete-store', { store_id });
    expect(deleted.output).toMatchObject({ store_id, status: 'DELETING' });
    expect(await sana.call('delete-store', { store_id })).toEqual(deleted);
  });

  it('says what was wrong, as what it was', async () => {
    const { call } = await connect('sana');
    const { output } = await call('create-store', { request_id: 'wish-2' });
    const store_id = output?.store_id;
    expect((await call('retry-store', { store_id })).error).toMatch(
      /^ConflictError: Store .* is [A-Z]+; only a FAILED store can be retried/,
    );
    expect((await call('get-store', { store_id: 'x' })).error).toMatch(
      /^InputError: /,
    );
    expect(
      (
        await call('create-store', {
          request_id: 'wish-3',
          engine: 'nothing',
          owner: 'group:default/storefront',
        })
      ).error,
    ).toBe('InputError: body.engine: must be one of: woocommerce');
    expect(
      (await call('create-store', { request_id: 'wish-2', plan: 'small' }))
        .error,
    ).toMatch(/^InputError: .*was used with another body/);
    expect(
      (
        await call('create-store', {
          request_id: 'wish-4',
          owner: 'group:default/marketing',
        })
      ).error,
    ).toMatch(/^NotAllowedError: /);
    expect((await call('upgrade-store', { store_id })).error).toMatch(
      /^InputError|^ConflictError/,
    );
    // What nobody knows is refused, not ignored.
    expect((await call('list-stores', { colour: 'red' })).error).toMatch(
      /^InputError: /,
    );
  });

  it('holds an agent that never stops to the rate of everybody', async () => {
    const { call } = await connect('olga');
    let error: string | undefined;
    for (let n = 0; n < 40 && !error; n++) {
      ({ error } = await call('create-store', { request_id: `many-${n}` }));
    }
    expect(error).toMatch(
      /^ConflictError: user:default\/olga has made 30 .* try again in \d+ s$/,
    );
  });

  it('lets nobody in without a token', async () => {
    const url = `http://localhost:${backend.server.port()}/api/mcp-actions/v1`;
    const client = new Client({ name: 'test', version: '1.0.0' });
    await expect(
      client.connect(new StreamableHTTPClientTransport(new URL(url))),
    ).rejects.toThrow();
  });
});
