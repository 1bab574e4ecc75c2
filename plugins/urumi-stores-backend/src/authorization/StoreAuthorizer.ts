import {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  PermissionCriteria,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  STORE_RESOURCE_TYPE,
  storeReadPermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import {
  StoreFilter,
  StoreResource,
  storeResourceRef,
} from './storeResourceRef';

/** A permission that is decided store by store. */
export type StorePermission = ResourcePermission<typeof STORE_RESOURCE_TYPE>;

/**
 * Asks the permission framework what a caller may do with stores.
 */
export interface StoreAuthorizer {
  /**
   * @throws NotAllowedError when the caller does not have the permission.
   */
  authorize(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<void>;
  /**
   * Also decides on a store that is not made yet: a conditional decision is applied to what is
   * given here.
   *
   * @throws NotAllowedError when the caller does not have the permission for that store.
   */
  authorizeStore(
    credentials: BackstageCredentials,
    permission: StorePermission,
    store: StoreResource,
  ): Promise<void>;
  /**
   * Decides on a store that was asked for by its id; undefined: there is none.
   *
   * @returns `denied` when the caller may know so: the permission holds for no store at all, or they
   * may see this one. `hidden` when they must not learn that it is there.
   */
  judgeStore(
    credentials: BackstageCredentials,
    permission: StorePermission,
    store: StoreResource | undefined,
  ): Promise<'allowed' | 'denied' | 'hidden'>;
  /**
   * Which stores the caller has the permission for: all, none, or those that
   * `applyStoreFilter` leaves in a query.
   */
  listFilter(
    credentials: BackstageCredentials,
    permission: StorePermission,
  ): Promise<'all' | 'none' | PermissionCriteria<StoreFilter>>;
}

/**
 * The authorizer of the plugin. {@link registerStorePermissions} has to be called first.
 */
export function createStoreAuthorizer(options: {
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
}): StoreAuthorizer {
  const { permissions, permissionsRegistry } = options;
  const ruleset = permissionsRegistry.getPermissionRuleset(storeResourceRef);
  const isAllowed = createConditionAuthorizer(ruleset);
  const toFilter = createConditionTransformer(ruleset);

  async function decide(
    credentials: BackstageCredentials,
    permission: StorePermission,
  ): Promise<PolicyDecision> {
    const [decision] = await permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    return decision;
  }

  return {
    async authorize(credentials, permission) {
      const [decision] = await permissions.authorize([{ permission }], {
        credentials,
      });
      if (decision.result !== AuthorizeResult.ALLOW) {
        throw new NotAllowedError(`You need the permission ${permission.name}`);
      }
    },
    async authorizeStore(credentials, permission, store) {
      if (!isAllowed(await decide(credentials, permission), store)) {
        throw new NotAllowedError(
          `You need the permission ${permission.name} for store ${store.id}`,
        );
      }
    },
    async judgeStore(credentials, permission, store) {
      const decision = await decide(credentials, permission);
      if (decision.result === AuthorizeResult.DENY) {
        return 'denied';
      }
      if (!store || isAllowed(decision, store)) {
        return store ? 'allowed' : 'hidden';
      }
      const canSee =
        permission.name !== storeReadPermission.name &&
        isAllowed(await decide(credentials, storeReadPermission), store);
      return canSee ? 'denied' : 'hidden';
    },
    async listFilter(credentials, permission) {
      const decision = await decide(credentials, permission);
      switch (decision.result) {
        case AuthorizeResult.ALLOW:
          return 'all';
        case AuthorizeResult.CONDITIONAL:
          return toFilter(decision.conditions);
        default:
          return 'none';
      }
    },
  };
}
