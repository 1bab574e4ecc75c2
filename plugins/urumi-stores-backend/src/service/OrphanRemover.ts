import { AuditorService } from '@backstage/backend-plugin-api';
import {
  fleetManagePermission,
  OrphanReference,
  OrphanRemoval,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { StoreAuthorizer } from '../authorization';
import { ClusterClient } from '../kubernetes/ClusterClient';
import { claimNamespace, markedStoreId } from '../kubernetes/findLeftBehind';
import { KubernetesObject } from '../kubernetes/KubernetesObject';
import { PlatformIdentity } from '../kubernetes/platformMark';
import { storeIdOfNamespace } from '../kubernetes/storeNamespaces';
import { parseOrThrow, removeOrphanRequestSchema } from '../schema';
import { audited, auditRefusal } from './audited';
import { Caller } from './callers';
import { withClusterRefusals } from './clusterRefusals';
import { findOrphanObject, refuseOrphan } from './findOrphanObject';
import { judgeNamespace, judgeVolume, othersNamespace } from './judgeOrphan';
import { OrphanReader } from './OrphanReader';
import { WriteLimit } from './WriteLimit';

/** Removes what stores have left behind: one object at a time, and nothing that is not ours. */
export class OrphanRemover {
  readonly #knex: Knex;
  readonly #authorizer: StoreAuthorizer;
  readonly #auditor: AuditorService;
  readonly #writeLimit: WriteLimit;
  readonly #orphans: OrphanReader;

  constructor(options: {
    knex: Knex;
    authorizer: StoreAuthorizer;
    auditor: AuditorService;
    writeLimit: WriteLimit;
    orphans: OrphanReader;
  }) {
    this.#knex = options.knex;
    this.#authorizer = options.authorizer;
    this.#auditor = options.auditor;
    this.#writeLimit = options.writeLimit;
    this.#orphans = options.orphans;
  }

  /**
   * Looks again whether a living store has the object, then deletes exactly that object.
   *
   * @throws ConflictError when it is not a leftover that may be removed, and why.
   */
  async remove(caller: Caller, body: unknown): Promise<OrphanRemoval> {
    const refusal = {
      eventId: 'orphan-remove',
      severityLevel: 'high' as const,
      meta: { actor: caller.principal },
    };
    await auditRefusal(this.#auditor, refusal, () =>
      this.#authorizer.authorize(caller.credentials, fleetManagePermission),
    );
    const orphan = parseOrThrow(removeOrphanRequestSchema, body, 'body');
    const { client, platform } = this.#orphans.cluster(orphan.cluster);
    await this.#writeLimit.take(this.#knex, caller.principal);
    const meta = { actor: caller.principal, ...orphan };
    return audited(
      this.#auditor,
      { eventId: 'orphan-remove', severityLevel: 'high', meta },
      () =>
        withClusterRefusals(orphan.cluster, async () => {
          const object = await findOrphanObject(client, orphan);
          const refused =
            orphan.kind === 'Namespace'
              ? await this.#namespaceRefused(object, orphan, platform)
              : await this.#volumeRefused(client, object, orphan);
          if (refused !== null) {
            refuseOrphan(orphan, refused);
          }
          return { ...orphan, state: await deleteExactly(client, orphan) };
        }),
    );
  }

  async #namespaceRefused(
    object: KubernetesObject,
    { cluster }: OrphanReference,
    platform: PlatformIdentity,
  ): Promise<string | null> {
    const storeId = markedStoreId(object);
    if (storeId === undefined) {
      return 'It does not carry the mark of this platform, so it is never touched.';
    }
    const store = (await this.#orphans.stores([storeId])).get(storeId);
    const others = othersNamespace(object, { platform, store });
    if (others !== null) {
      return others;
    }
    const judgement = judgeNamespace(object, {
      cluster,
      platform,
      storeId,
      store,
    });
    return judgement
      ? judgement.removeRefused
      : `It belongs to store ${storeId}, which is ${store?.status}; delete the store instead.`;
  }

  async #volumeRefused(
    client: ClusterClient,
    object: KubernetesObject,
    { cluster }: OrphanReference,
  ): Promise<string | null> {
    const namespace = claimNamespace(object) ?? '';
    const storeId = storeIdOfNamespace(namespace);
    if (storeId === undefined) {
      return 'It was not made for a store, so it is never touched.';
    }
    const path = client.objectPath('v1', 'Namespace', undefined, namespace);
    if (await client.get(path, { metadataOnly: true })) {
      return `Namespace ${namespace} is there, and the volume belongs to it.`;
    }
    const store = (await this.#orphans.stores([storeId])).get(storeId);
    const judgement = judgeVolume(namespace, { cluster, store });
    return judgement
      ? judgement.removeRefused
      : `It belongs to store ${storeId}, which is ${store?.status}; delete the store instead.`;
  }
}

async function deleteExactly(
  client: ClusterClient,
  { kind, name, uid }: OrphanReference,
): Promise<OrphanRemoval['state']> {
  const path = client.objectPath('v1', kind, undefined, name);
  const answer = await client.delete(path, { uid });
  return answer === 'absent' ? 'gone' : 'removing';
}
