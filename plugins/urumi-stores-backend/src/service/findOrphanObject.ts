import { ConflictError, NotFoundError } from '@backstage/errors';
import { OrphanReference } from '@urumi/backstage-plugin-urumi-stores-common';
import { ClusterClient } from '../kubernetes/ClusterClient';
import { KubernetesObject } from '../kubernetes/KubernetesObject';

/**
 * The very object that somebody saw in the list of leftovers.
 *
 * @throws NotFoundError when it is gone, ConflictError when another one has its name.
 */
export async function findOrphanObject(
  client: ClusterClient,
  { cluster, kind, name, uid }: OrphanReference,
): Promise<KubernetesObject> {
  const object = await client.get(
    client.objectPath('v1', kind, undefined, name),
  );
  if (!object) {
    throw new NotFoundError(
      `There is no ${kind} ${name} in cluster '${cluster}' any more`,
    );
  }
  if (object.metadata.uid !== uid) {
    throw new ConflictError(
      `${kind} ${name} in cluster '${cluster}' is another one by now: it has uid ${object.metadata.uid}; look at the list again`,
    );
  }
  return object;
}

/** @throws ConflictError that says why nothing was done with the object. */
export function refuseOrphan(
  { cluster, kind, name }: OrphanReference,
  why: string,
): never {
  throw new ConflictError(`${kind} ${name} in cluster '${cluster}': ${why}`);
}
