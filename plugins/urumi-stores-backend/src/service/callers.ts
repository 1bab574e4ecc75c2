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
  /** Entity refs that a user owns things through; empty for services. */
  ownershipEntityRefs: string[];
}

/**
 * Finds out who calls.
 *
 * @throws NotAllowedError when it is neither a user nor a service.
 */
export async function identifyCaller(options: {
  credentials: BackstageCredentials;
  auth: AuthService;
  userInfo: UserInfoService;
}): Promise<Caller> {
  const { credentials, auth, userInfo } = options;
  if (auth.isPrincipal(credentials, 'user')) {
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    return {
      credentials,
      principal: credentials.principal.userEntityRef,
      ownershipEntityRefs,
    };
  }
  if (auth.isPrincipal(credentials, 'service')) {
    return {
      credentials,
      principal: credentials.principal.subject,
      ownershipEntityRefs: [],
    };
  }
  throw new NotAllowedError('Only users and services may use stores');
}

/** Whom a store of the caller belongs to when none is named: the first team, else the user. */
export function defaultOwner(caller: Caller, fallback: string): string {
  const team = caller.ownershipEntityRefs.find(ref => ref.startsWith('group:'));
  return team ?? caller.ownershipEntityRefs[0] ?? fallback;
}
