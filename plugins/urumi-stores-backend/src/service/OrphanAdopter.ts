import { AuditorService } from '@backstage/backend-plugin-api';
import {
  AdoptOrphanRequest,
  fleetManagePermission,
  StoreOperation,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { StoreAuthorizer } from '../authorization';
import { StoreChanges } from '../changes/StoreChanges';
import { Cluster } from '../clusters/ClusterRegistry';
import { withStoreAccess } from '../clusters/withStoreAccess';
import { UrumiStoresConfig } from '../config';
import { insertStoreWithJob } from '../database/operations/insertStoreWithJob';
import { lockStore } from '../database/operations/lockStore';
import { appendEvent } from '../database/operations/storeEvents';
import { updateStore } from '../database/operations/updateStore';
import { StoreRow } from '../database/rows';
import { runTransaction } from '../database/transaction';
import { UnprocessableEntityError } from '../errors';
import { markedStoreId } from '../kubernetes/findLeftBehind';
import { STORE_RECORD_ANNOTATION } from '../kubernetes/guardrails';
import { KubernetesObject } from '../kubernetes/KubernetesObject';
import { adoptOrphanRequestSchema, parseOrThrow } from '../schema';
import { assertInstalled } from './assertInstalled';
import { audited, auditRefusal } from './audited';
import { Caller } from './callers';
import { withClusterRefusals } from './clusterRefusals';
import { findOrphanObject, refuseOrphan } from './findOrphanObject';
import { judgeNamespace, othersNamespace } from './judgeOrphan';
import { newStoreRows } from './newStoreRows';
import { OrphanReader } from './OrphanReader';
import { StoreRequest, StoreRequestReader } from './StoreRequestReader';
import { requestProvision } from './StoreIntents';
import { takePlace } from './takePlace';
import { WriteLimit } from './WriteLimit';

/**
 * Makes a namespace that was left behind a living store again. What it was made for stands on the
 * namespace itself; the provisioning that follows observes what is there and verifies it.
 */
export class OrphanAdopter {
  readonly #knex: Knex;
  readonly #authorizer: StoreAuthorizer;
  readonly #auditor: AuditorService;
  readonly #writeLimit: WriteLimit;
  readonly #orphans: OrphanReader;
  readonly #reader: StoreRequestReader;
  readonly #limits: UrumiStoresConfig['limits'];
  readonly #changes: StoreChanges;
  readonly #wakeWorker: () => void;

  constructor(options: {
    knex: Knex;
    authorizer: StoreAuthorizer;
    auditor: AuditorService;
    writeLimit: WriteLimit;
    orphans: OrphanReader;
    reader: StoreRequestReader;
    limits: UrumiStoresConfig['limits'];
    changes: StoreChanges;
    wakeWorker: () => void;
  }) {
    this.#knex = options.knex;
    this.#authorizer = options.authorizer;
    this.#auditor = options.auditor;
    this.#writeLimit = options.writeLimit;
    this.#orphans = options.orphans;
    this.#reader = options.reader;
    this.#limits = options.limits;
    this.#changes = options.changes;
    this.#wakeWorker = options.wakeWorker;
  }

  /** @throws ConflictError when it cannot be done truthfully, and why. */
  async adopt(caller: Caller, body: unknown): Promise<StoreOperation> {
    const refusal = {
      eventId: 'orphan-adopt',
      severityLevel: 'high' as const,
      meta: { actor: caller.principal },
    };
    await auditRefusal(this.#auditor, refusal, () =>
      this.#authorizer.authorize(caller.credentials, fleetManagePermission),
    );
    const orphan = parseOrThrow(adoptOrphanRequestSchema, body, 'body');
    const cluster = this.#orphans.cluster(orphan.cluster);
    await this.#writeLimit.check(caller.principal);
    const meta = { actor: caller.principal, ...orphan };
    return audited(
      this.#auditor,
      { eventId: 'orphan-adopt', severityLevel: 'high', meta },
      async () => {
        const found = await withClusterRefusals(orphan.cluster, () =>
          this.#find(cluster, orphan),
        );
        const adopted = found.store
          ? await this.#takeOver(caller, orphan, found.store)
          : await this.#recreate(caller, orphan, found);
        this.#changes.announce({
          storeId: adopted.store_id,
          version: Date.now(),
          published: 'created',
        });
        this.#wakeWorker();
        return adopted;
      },
    );
  }

  async #find(
    { client, config, platform }: Cluster,
    orphan: AdoptOrphanRequest,
  ) {
    const object = await findOrphanObject(client, orphan);
    if (orphan.kind !== 'Namespace') {
      return refuseOrphan(orphan, 'A volume alone is no store.');
    }
    const storeId = markedStoreId(object);
    if (storeId === undefined) {
      return refuseOrphan(
        orphan,
        'It does not carry the mark of this platform, so it is never touched.',
      );
    }
    const store = (await this.#orphans.stores([storeId])).get(storeId);
    const others = othersNamespace(object, { platform, store });
    if (others !== null) {
      return refuseOrphan(orphan, others);
    }
    const { cluster } = orphan;
    const judgement = judgeNamespace(object, {
      cluster,
      platform,
      storeId,
      store,
    });
    if (!judgement) {
      return refuseOrphan(
        orphan,
        `It belongs to store ${storeId}, which is ${store?.status}.`,
      );
    }
    if (judgement.adoptRefused !== null) {
      return refuseOrphan(orphan, judgement.adoptRefused);
    }
    await withStoreAccess(
      { client, config },
      { storeId, namespace: orphan.name, uid: orphan.uid },
      () => assertInstalled(client, orphan),
    );
    return { object, storeId, store };
  }

  /** A store whose provisioning failed takes the namespace that somebody has put in place. */
  async #takeOver(
    caller: Caller,
    orphan: AdoptOrphanRequest,
    { id: storeId, owner_ref: owner }: StoreRow,
  ): Promise<StoreOperation> {
    if (orphan.owner !== undefined && orphan.owner !== owner) {
      refuseOrphan(
        orphan,
        `Store ${storeId} belongs to ${owner}; leave out the owner, or name that one.`,
      );
    }
    return runTransaction(this.#knex, async trx => {
      await this.#writeLimit.take(trx, caller.principal);
      const store = await lockStore(trx, storeId);
      if (store?.status !== 'FAILED' || store.desired !== 'present') {
        return refuseOrphan(
          orphan,
          `Store ${storeId} is ${store?.status}; only one whose provisioning has FAILED can take over another namespace.`,
        );
      }
      await updateStore(trx, storeId, { namespaceUid: orphan.uid });
      await appendEvent(trx, storeId, adoptedEvent(caller, orphan));
      const jobId = await requestProvision(trx, store, caller.principal);
      return toOperation(storeId, orphan, jobId);
    });
  }

  /** A store of which there is no record gets one, from what stands on its namespace. */
  async #recreate(
    caller: Caller,
    orphan: AdoptOrphanRequest,
    found: { object: KubernetesObject; storeId: string },
  ): Promise<StoreOperation> {
    const { storeId } = found;
    const request = await this.#readRecord(caller, orphan, found.object);
    const [cluster] = request.clusters;
    return runTransaction(this.#knex, async trx => {
      await this.#writeLimit.take(trx, caller.principal);
      // It may stand in a cluster that is full, and whoever tidies up has not made it.
      await takePlace(trx, this.#limits, {
        owner: request.owner,
        plan: request.plan.name,
        person: undefined,
      });
      const rows = newStoreRows(caller, request, {
        id: storeId,
        namespace: orphan.name,
        cluster,
        event: adoptedEvent(caller, orphan),
        adopted: true,
      });
      const inserted = await insertStoreWithJob(trx, rows);
      if (!inserted) {
        refuseOrphan(
          orphan,
          'Another store has its id or its host name by now; look at the list again.',
        );
      }
      await updateStore(trx, storeId, { namespaceUid: orphan.uid });
      return toOperation(storeId, orphan, rows.job.id);
    });
  }

  /** What store the namespace was made for, checked like any request for a store. */
  async #readRecord(
    caller: Caller,
    orphan: AdoptOrphanRequest,
    { metadata }: KubernetesObject,
  ): Promise<StoreRequest> {
    try {
      const record: unknown = JSON.parse(
        metadata.annotations?.[STORE_RECORD_ANNOTATION] ?? '',
      );
      return await this.#reader.read(
        {
          ...(typeof record === 'object' && record),
          cluster: orphan.cluster,
          ...(orphan.owner !== undefined && { owner: orphan.owner }),
        },
        caller,
      );
    } catch (error) {
      if (error instanceof UnprocessableEntityError) {
        const isOwner = error.details.some(({ loc }) => loc[1] === 'owner');
        if (isOwner) {
          throw error;
        }
        return refuseOrphan(
          orphan,
          `The record on it is of no use to this platform: ${error.details
            .map(({ loc, msg }) => `${loc.slice(1).join('.')} ${msg}`)
            .join('; ')}.`,
        );
      }
      if (error instanceof SyntaxError) {
        return refuseOrphan(orphan, 'The record on it is damaged.');
      }
      throw error;
    }
  }
}

function adoptedEvent(
  caller: Caller,
  { cluster, name, uid }: AdoptOrphanRequest,
) {
  return {
    type: 'store.adopted',
    message: `Namespace ${name}, found without a store in cluster ${cluster}, was made this store's; what is in it is being verified.`,
    actor: caller.principal,
    data: { namespace_uid: uid },
  };
}

function toOperation(
  storeId: string,
  orphan: AdoptOrphanRequest,
  jobId: string,
): StoreOperation {
  return {
    store_id: storeId,
    status: 'QUEUED',
    namespace: orphan.name,
    queued_job_id: jobId,
  };
}
