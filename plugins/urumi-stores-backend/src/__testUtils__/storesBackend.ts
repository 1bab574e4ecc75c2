import {
  BackendFeature,
  BackstageCredentials,
  BackstageUserPrincipal,
  coreServices,
  createServiceFactory,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { JsonObject } from '@backstage/types';
import {
  STORE_RESOURCE_TYPE,
  URUMI_STORES_PLUGIN_ID,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { tempDirectory } from './tempDirectory';
import { testHelm } from './testEnvironment';
import { migrationsDirectory } from '../database/migrate';
import { urumiStoresPlugin } from '../plugin';

/** A kubeconfig of a cluster that nothing listens for: what is to be done there waits. */
export function deadCluster(): string {
  const path = join(tempDirectory('dead-cluster'), 'kubeconfig');
  writeFileSync(
    path,
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'dead', cluster: { server: 'https://127.0.0.1:1' } }],
      users: [{ name: 'nobody', user: { token: 'none' } }],
      contexts: [
        { name: 'dead', context: { cluster: 'dead', user: 'nobody' } },
      ],
      'current-context': 'dead',
    }),
  );
  return path;
}

/** A user of the test, by the name in `user:default/<name>`. */
export const asUser = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);

/** Headers of a service principal. */
export const asService = () => mockCredentials.service.header();

/** What a policy answers to a permission, by its name. */
export type Decide = (
  name: string,
  credentials: BackstageCredentials,
) => PolicyDecision;

/** For the stores of these owners only. */
export function ifOwnedBy(claims: string[]): PolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: URUMI_STORES_PLUGIN_ID,
    resourceType: STORE_RESOURCE_TYPE,
    conditions: {
      rule: 'IS_STORE_OWNER',
      resourceType: STORE_RESOURCE_TYPE,
      params: { claims },
    },
  };
}

/**
 * Everybody reads; members of the owning team do the rest; `olga` does everything; `eve` nothing;
 * `otto` looks after the fleet, and does nothing else.
 */
function decideForTeams(teams: Record<string, string[]>): Decide {
  return (name, credentials) => {
    const principal = credentials.principal as Partial<BackstageUserPrincipal>;
    const user = principal.userEntityRef?.split('/')[1];
    if (user === undefined || user === 'olga') {
      return { result: AuthorizeResult.ALLOW };
    }
    const forOperators = name === 'urumi.fleet.manage';
    if (user === 'eve' || forOperators !== (user === 'otto')) {
      return { result: AuthorizeResult.DENY };
    }
    if (forOperators) {
      return { result: AuthorizeResult.ALLOW };
    }
    if (['urumi.store.create', 'urumi.store.read'].includes(name)) {
      return { result: AuthorizeResult.ALLOW };
    }
    return ifOwnedBy(teams[user] ?? []);
  };
}

function testPermissions(decide: Decide): PermissionsService {
  return mockServices.permissions.mock({
    authorize: async (requests, options) =>
      requests.map(({ permission }) => ({
        result:
          decide(permission.name, options.credentials as BackstageCredentials)
            .result === AuthorizeResult.DENY
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      })),
    authorizeConditional: async (requests, options) =>
      requests.map(({ permission }) =>
        decide(permission.name, options.credentials as BackstageCredentials),
      ),
  });
}

/**
 * The real plugin on a real database, with people of two teams: `sana` of *storefront*, `marco` of
 * *marketing*, `olga` who may do everything, `eve` who may do nothing, `otto` who only looks after
 * the fleet.
 */
export async function startStoresBackend(options: {
  knex: Knex;
  kubeconfig: string;
  /** Merged into `urumiStores`. */
  config?: JsonObject;
  /** Added to the backend, such as modules with engines. */
  features?: BackendFeature[];
  /** In place of what the people of the two teams may do. */
  decide?: Decide;
}) {
  const { knex, kubeconfig, config, features = [] } = options;
  await knex.migrate.latest({ directory: migrationsDirectory() });
  const teams: Record<string, string[]> = {
    sana: ['group:default/storefront', 'user:default/sana'],
    marco: ['group:default/marketing', 'user:default/marco'],
  };
  const decide = options.decide ?? decideForTeams(teams);
  const auditor = mockServices.auditor.mock({
    createEvent: jest.fn(async () => ({
      success: async () => {},
      fail: async () => {},
    })),
  });
  const signals = {
    publish: jest.fn(
      async (_: { channel: string; message: { store_id?: string } }) => {},
    ),
  };
  const notifications = { send: jest.fn(async () => {}) };
  const backend = await startTestBackend({
    features: [
      urumiStoresPlugin,
      mockServices.database.factory({ knex, migrations: { skip: true } }),
      mockServices.rootConfig.factory({
        data: {
          urumiStores: {
            helm: { binary: testHelm() },
            clusters: [{ name: 'local', kubeconfig, port: 8080 }],
            worker: { pollInterval: { milliseconds: 50 } },
            ...config,
          },
        },
      }),
      createServiceFactory({
        service: coreServices.permissions,
        deps: {},
        factory: () => testPermissions(decide),
      }),
      auditor.factory,
      mockServices.userInfo.mock({
        getUserInfo: async credentials => {
          const { userEntityRef } =
            credentials.principal as BackstageUserPrincipal;
          return {
            userEntityRef,
            ownershipEntityRefs: teams[userEntityRef.split('/')[1]] ?? [
              userEntityRef,
            ],
          };
        },
      }).factory,
      catalogServiceMock.factory({
        entities: ['storefront', 'marketing', 'platform'].map(name => ({
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Group',
          metadata: { name, namespace: 'default' },
          spec: { type: 'team', children: [] },
        })),
      }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => signals,
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => notifications,
      }),
      ...features,
    ],
  });
  return {
    server: backend.server,
    stop: () => backend.stop(),
    auditor,
    signals,
    notifications,
  };
}
