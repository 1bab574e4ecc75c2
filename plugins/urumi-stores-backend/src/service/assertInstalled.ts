import { ConflictError } from '@backstage/errors';
import { OrphanReference } from '@urumi/backstage-plugin-urumi-stores-common';
import { readReleases } from '../helm/releaseSecrets';
import { CREDENTIALS_SECRET } from '../jobs/plan';
import { ClusterClient } from '../kubernetes/ClusterClient';
import { refuseOrphan } from './findOrphanObject';

/** @throws ConflictError when there is nothing to make a store of. */
export async function assertInstalled(
  client: ClusterClient,
  orphan: OrphanReference,
): Promise<void> {
  const { name: namespace } = orphan;
  const [newest] = await readReleases(client, {
    namespace,
    release: namespace,
  });
  if (newest?.status !== 'deployed') {
    refuseOrphan(
      orphan,
      newest
        ? `Its Helm release is '${newest.status}', and nobody knows who works on it.`
        : 'There is no Helm release in it, so there is no store to adopt; remove it.',
    );
  }
  const secret = await client.get(
    client.objectPath('v1', 'Secret', namespace, CREDENTIALS_SECRET),
    { metadataOnly: true },
  );
  if (!secret) {
    throw new ConflictError(
      `Namespace ${namespace} has no Secret ${CREDENTIALS_SECRET}: the passwords of its database are lost, and new ones would not open it`,
    );
  }
}
