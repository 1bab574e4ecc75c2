import { setTimeout as sleep } from 'node:timers/promises';
import { RequestControl } from './ApiTransport';
import { GUARDRAILS_MANAGER } from './applyGuardrails';
import { ClusterClient } from './ClusterClient';
import { ClassifiedError } from './errors';
import { storeLabels } from './guardrails';

/** Seconds that the API server's authorizer may take to learn of a new RoleBinding. */
const PATIENCE_S = 10;
const RECHECK_MS = 50;

const RBAC = 'rbac.authorization.k8s.io';
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/**
 * Whether this process may work in a namespace. Asked by the right that matters most there and
 * that it never has in the whole cluster: to make Secrets.
 */
export async function mayWorkIn(
  client: ClusterClient,
  namespace: string,
  control: RequestControl = {},
): Promise<boolean> {
  const { status } = await client.create(
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      metadata: { name: '' },
      spec: {
        resourceAttributes: { namespace, verb: 'create', resource: 'secrets' },
      },
    },
    control,
  );
  return (status as { allowed: boolean }).allowed;
}

/**
 * Binds a ClusterRole to this process in the namespace of a store, unless it may work there
 * already, and waits until the API server knows.
 *
 * @throws ClassifiedError (operator_fixable) when the role does not allow what a store needs.
 */
export async function grantStoreAccess(
  client: ClusterClient,
  options: RequestControl & {
    namespace: string;
    storeId: string;
    /** Name of the ClusterRole. */
    role: string;
  },
): Promise<void> {
  const { namespace, storeId, role, signal, timeoutMs } = options;
  const control = { signal, timeoutMs };
  if (await mayWorkIn(client, namespace, control)) {
    return;
  }
  const username = await ownName(client, control);
  const [, accountNamespace, accountName] =
    SERVICE_ACCOUNT.exec(username) ?? [];
  await client.apply(
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      // The right to write bindings may be limited to those of this name.
      metadata: { name: role, namespace, labels: storeLabels(storeId) },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
      subjects: [
        accountName
          ? {
              kind: 'ServiceAccount',
              name: accountName,
              namespace: accountNamespace,
            }
          : { kind: 'User', apiGroup: RBAC, name: username },
      ],
    },
    { ...control, fieldManager: GUARDRAILS_MANAGER },
  );
  const until = performance.now() + PATIENCE_S * 1000;
  while (!(await mayWorkIn(client, namespace, control))) {
    if (performance.now() > until) {
      throw new ClassifiedError({
        errorClass: 'operator_fixable',
        code: 'StoreRoleInsufficient',
        message: `ClusterRole '${role}', bound to ${username} in namespace ${namespace}, does not let it create Secrets there`,
        nextAction:
          "Install the platform chart's ClusterRole of that name, or correct storeRole of the cluster; then retry.",
        infrastructure: false,
      });
    }
    await sleep(RECHECK_MS, undefined, { signal });
  }
}

/** The name by which the API server knows this process. */
async function ownName(
  client: ClusterClient,
  control: RequestControl,
): Promise<string> {
  const { status } = await client.create(
    {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
      metadata: { name: '' },
    },
    control,
  );
  return (status as { userInfo: { username: string } }).userInfo.username;
}
