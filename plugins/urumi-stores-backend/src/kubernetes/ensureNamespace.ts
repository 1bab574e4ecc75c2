import { ConflictError } from '@backstage/errors';
import { RequestControl } from './ApiTransport';
import { GUARDRAILS_MANAGER } from './applyGuardrails';
import { ClusterClient } from './ClusterClient';
import { ClassifiedError, isAlreadyExists } from './errors';
import { buildNamespace, BuildNamespaceOptions } from './guardrails';
import { KubernetesObject } from './KubernetesObject';
import { PlatformIdentity } from './platformMark';
import { isNamespaceOf } from './removeNamespace';

/**
 * Makes the store's namespace, or finds the one that was made for it before.
 *
 * @throws ConflictError when there is a namespace of that name that is not this store's: a foreign
 * one is never adopted. ClassifiedError (retryable) while an old one is being deleted.
 */
export async function ensureNamespace(
  client: ClusterClient,
  options: Omit<BuildNamespaceOptions, 'platform'> &
    RequestControl & {
      platform: PlatformIdentity;
      /** Uid of the namespace as recorded when it was made. */
      recordedUid?: string;
      /** What was read of it a moment ago; left out: it is read here. */
      seen?: { namespace: KubernetesObject | undefined };
    },
): Promise<{ uid: string }> {
  const { namespace, storeId, recordedUid, platform, seen } = options;
  const { signal, timeoutMs } = options;
  const control = { signal, timeoutMs };
  const wanted = buildNamespace({ ...options, platform: platform.name });
  const path = client.objectPath('v1', 'Namespace', undefined, namespace);
  const existing =
    (seen ? seen.namespace : await client.get(path, control)) ??
    (await createUnlessExists(client, wanted, control)) ??
    (await client.get(path, control));
  if (!existing || existing.metadata.deletionTimestamp) {
    throw new ClassifiedError({
      errorClass: 'retryable',
      code: 'NamespaceTerminating',
      message: `Namespace ${namespace} is being deleted`,
      nextAction: 'Nothing: it goes on once the old namespace is gone.',
      infrastructure: false,
    });
  }
  const { uid = '' } = existing.metadata;
  if (!isNamespaceOf(existing, { storeId, recordedUid, platform })) {
    throw new ConflictError(
      `Namespace ${namespace} exists in cluster '${client.name}' and was not made for store ${storeId}`,
    );
  }
  await client.apply(wanted, { ...control, fieldManager: GUARDRAILS_MANAGER });
  return { uid };
}

async function createUnlessExists(
  client: ClusterClient,
  object: KubernetesObject,
  control: RequestControl,
): Promise<KubernetesObject | undefined> {
  try {
    return await client.create(object, control);
  } catch (error) {
    if (isAlreadyExists(error)) {
      return undefined;
    }
    throw error;
  }
}
