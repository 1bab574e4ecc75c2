import {
  coreServices,
  createBackendPlugin,
  PermissionsRegistryService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  STORE_RESOURCE_TYPE,
  storeCreatePermission,
  storeDeletePermission,
  storeReadPermission,
  URUMI_STORES_PLUGIN_ID,
  urumiStoresPermissions,
} from '@urumi/backstage-plugin-urumi-stores-common';
import request from 'supertest';
import { registerStorePermissions } from './registerStorePermissions';
import { createStoreAuthorizer } from './StoreAuthorizer';
import { StoreResource } from './storeResourceRef';

const STORE: StoreResource = {
  id: '019ab0f0-8a51-7c3e-9d55-0123456789ab',
  owner: 'group:default/storefront',
  engine: 'woocommerce',
  cluster: 'local',
};

const credentials = mockCredentials.user();
const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

function conditional(
  rule: string,
  params: Record<string, string[]>,
  pluginId = URUMI_STORES_PLUGIN_ID,
): PolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId,
    resourceType: STORE_RESOURCE_TYPE,
    conditions: { rule, resourceType: STORE_RESOURCE_TYPE, params },
  };
}

let backend: TestBackend;
let permissionsRegistry: PermissionsRegistryService;
const permissions = mockServices.permissions.mock();
const authorizer = () =>
  createStoreAuthorizer({ permissions, permissionsRegistry });

beforeAll(async () => {
  const plugin = createBackendPlugin({
    pluginId: URUMI_STORES_PLUGIN_ID,
    register(env) {
      env.registerInit({
        deps: { registry: coreServices.permissionsRegistry },
        async init({ registry }) {
          permissionsRegistry = registry;
          registerStorePermissions({
            permissionsRegistry: registry,
            getResources: async ids =>
              ids.map(id => (id === STORE.id ? STORE : undefined)),
          });
        },
      });
    },
  });
  backend = await startTestBackend({ features: [plugin] });
});

afterAll(async () => backend.stop());

describe('registerStorePermissions', () => {
  it('shows permissions and rules to the permission framework', async () => {
    const { body } = await request(backend.server)
      .get('/api/urumi-stores/.well-known/backstage/permissions/metadata')
      .expect(200);
    const names = body.permissions.map(({ name }: { name: string }) => name);
    expect(names.sort()).toEqual(
      urumiStoresPermissions.map(({ name }) => name).sort(),
    );
    expect(body.rules).toMatchObject([
      {
        name: 'IS_STORE_OWNER',
        resourceType: STORE_RESOURCE_TYPE,
        paramsSchema: { properties: { claims: { type: 'array' } } },
      },
      { name: 'HAS_ENGINE' },
      { name: 'IN_CLUSTER' },
    ]);
  });

  it('resolves conditions on stores, those of missing ones to a denial', async () => {
    const item = {
      resourceType: STORE_RESOURCE_TYPE,
      conditions: {
        rule: 'HAS_ENGINE',
        resourceType: STORE_RESOURCE_TYPE,
        params: { engines: ['woocommerce'] },
      },
    };
    const { body } = await request(backend.server)
      .post(
        '/api/urumi-stores/.well-known/backstage/permissions/apply-conditions',
      )
      .set('Authorization', mockCredentials.service.header())
      .send({
        items: [
          { ...item, id: 'there', resourceRef: STORE.id },
          { ...item, id: 'gone', resourceRef: 'gone' },
        ],
      })
      .expect(200);
    expect(body.items).toEqual([
      { id: 'there', result: AuthorizeResult.ALLOW },
      { id: 'gone', result: AuthorizeResult.DENY },
    ]);
  });
});

describe('createStoreAuthorizer', () => {
  it('asks with the credentials of the caller', async () => {
    permissions.authorize.mockResolvedValueOnce([
      { result: AuthorizeResult.ALLOW },
    ]);
    await authorizer().authorize(credentials, storeCreatePermission);
    expect(permissions.authorize).toHaveBeenLastCalledWith(
      [{ permission: storeCreatePermission }],
      { credentials },
    );
    permissions.authorizeConditional.mockResolvedValueOnce([ALLOW]);
    await authorizer().authorizeStore(credentials, storeReadPermission, STORE);
    expect(permissions.authorizeConditional).toHaveBeenLastCalledWith(
      [{ permission: storeReadPermission }],
      { credentials },
    );
  });

  it('names the permission that is missing', async () => {
    permissions.authorize.mockResolvedValueOnce([
      { result: AuthorizeResult.DENY },
    ]);
    await expect(
      authorizer().authorize(credentials, storeCreatePermission),
    ).rejects.toThrow('You need the permission urumi.store.create');
    permissions.authorizeConditional.mockResolvedValueOnce([DENY]);
    await expect(
      authorizer().authorizeStore(credentials, storeDeletePermission, STORE),
    ).rejects.toThrow(
      `You need the permission urumi.store.delete for store ${STORE.id}`,
    );
  });

  it.each<[string, Record<string, string[]>, boolean]>([
    ['IS_STORE_OWNER', { claims: ['user:default/me', STORE.owner] }, true],
    ['IS_STORE_OWNER', { claims: ['group:default/marketing'] }, false],
    ['IS_STORE_OWNER', { claims: [] }, false],
    ['HAS_ENGINE', { engines: ['woocommerce'] }, true],
    ['HAS_ENGINE', { engines: ['medusa'] }, false],
    ['IN_CLUSTER', { clusters: ['local'] }, true],
    ['IN_CLUSTER', { clusters: ['eu'] }, false],
  ])('decides by %s with %j: %p', async (rule, params, allowed) => {
    permissions.authorizeConditional.mockResolvedValueOnce([
      conditional(rule, params),
    ]);
    const decision = authorizer()
      .authorizeStore(credentials, storeReadPermission, STORE)
      .then(
        () => true,
        () => false,
      );
    await expect(decision).resolves.toBe(allowed);
  });

  it('turns a decision on a list into a filter', async () => {
    const filterOf = (decision: PolicyDecision) => {
      permissions.authorizeConditional.mockResolvedValueOnce([decision]);
      return authorizer().listFilter(credentials, storeReadPermission);
    };
    await expect(filterOf(ALLOW)).resolves.toBe('all');
    await expect(filterOf(DENY)).resolves.toBe('none');
    await expect(
      filterOf(conditional('IS_STORE_OWNER', { claims: [STORE.owner] })),
    ).resolves.toEqual({ key: 'owner', values: [STORE.owner] });
  });
});
