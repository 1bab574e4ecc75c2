import {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';

/** Who calls, as it is written into events, limits and the audit log. */
export interface Caller {
  credentials: BackstageCredentials;
  /** User entity ref, or the subject of a service such as `external:local-api`. */
  principal: string;
  /** Entity refs that a user owns things through; none for services. Asked for when needed. */
  loadOwnershipRefs(): Promise<string[]>;
}

/**
 * Finds out who calls.
 *
 * @throws NotAllowedError when it is neither a user nor a service.
 */
export function identifyCaller(options: {
  credentials: BackstageCredentials;
  auth: AuthService;
  userInfo: UserInfoService;
}): Caller {
  const { credentials, auth, userInfo } = options;
  if (auth.isPrincipal(credentials, 'user')) {
    return {
      credentials,
      principal: credentials.principal.userEntityRef,
      loadOwnershipRefs: async () =>
        (await userInfo.getUserInfo(credentials)).ownershipEntityRefs,
    };
  }
  if (auth.isPrincipal(credentials, 'service')) {
    return {
      credentials,
      principal: credentials.principal.subject,
      loadOwnershipRefs: async () => [],
    };
  }
  throw new NotAllowedError('Only users and services may use stores');
}

/** The caller as a person; undefined for programs. */
export function personOf({ principal }: Caller): string | undefined {
  return principal.startsWith('user:') ? principal : undefined;
}

/** Whom a store of the caller belongs to when none is named: the first team, else the user. */
export async function defaultOwner(
  caller: Caller,
  fallback: string,
): Promise<string> {
  const refs = await caller.loadOwnershipRefs();
  return refs.find(ref => ref.startsWith('group:')) ?? refs[0] ?? fallback;
}
