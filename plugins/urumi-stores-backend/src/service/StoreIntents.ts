import { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  JobAction,
  storeDeletePermission,
  StoreOperation,
  storeUpdatePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { StoreAuthorizer, StorePermission } from '../authorization';
import { StoreChanges } from '../changes/StoreChanges';
import {
  progressing,
  queuedConditions,
  withConditions,
  withoutHealth,
} from '../conditions/storeConditions';
import { cancelJobs } from '../database/operations/cancelJobs';
import { findStore } from '../database/operations/findStore';
import { currentJob } from '../database/operations/jobs';
import { RateKind } from '../database/operations/rateLimit';
import { lockStore } from '../database/operations/lockStore';
import { updateStore } from '../database/operations/updateStore';
import { JobRow, StoreRow } from '../database/rows';
import { runTransaction } from '../database/transaction';
import { freezeInput, freezeRetry } from '../jobs/jobInput';
import { queueJob } from '../jobs/queueJob';
import { queueReconcile } from '../jobs/reconcile/queueReconcile';
import { parseUuid } from '../schema';
import { audited, auditRefusal } from './audited';
import { Caller } from './callers';
import { findStoreFor } from './findStoreFor';
import { WriteLimit } from './WriteLimit';

/** What people want of stores that exist: their end, another try, and what was applied back. */
export class StoreIntents {
  readonly #knex: Knex;
  readonly #authorizer: StoreAuthorizer;
  readonly #writeLimit: WriteLimit;
  readonly #changes: StoreChanges;
  readonly #auditor: AuditorService;
  readonly #wakeWorker: () => void;

  constructor(options: {
    knex: Knex;
    authorizer: StoreAuthorizer;
    writeLimit: WriteLimit;
    changes: StoreChanges;
    auditor: AuditorService;
    wakeWorker: () => void;
  }) {
    this.#knex = options.knex;
    this.#authorizer = options.authorizer;
    this.#writeLimit = options.writeLimit;
    this.#changes = options.changes;
    this.#auditor = options.auditor;
    this.#wakeWorker = options.wakeWorker;
  }

  /**
   * Records that the store is to be gone, whatever is under way for it, and queues the work. A
   * delete that is under way is answered with its job.
   */
  async delete(caller: Caller, storeId: string): Promise<StoreOperation> {
    return this.intend(caller, storeId, {
      eventId: 'store-delete',
      severityLevel: 'high',
      permission: async () => storeDeletePermission,
      rate: 'delete',
      write: requestDelete,
    });
  }

  /**
   * Runs again what failed, be it the provisioning or the delete.
   *
   * @throws ConflictError when nothing has failed.
   */
  async retry(caller: Caller, storeId: string): Promise<StoreOperation> {
    return this.intend(caller, storeId, {
      eventId: 'store-retry',
      severityLevel: 'medium',
      // A delete that failed is deleted again.
      permission: async store =>
        store && (await currentJob(this.#knex, store.id))?.action === 'DELETE'
          ? storeDeletePermission
          : storeUpdatePermission,
      write: async (trx, store, actor) => {
        if (store.status !== 'FAILED') {
          throw new ConflictError(
            `Store ${store.id} is ${store.status}; only a FAILED store can be retried`,
          );
        }
        const last = await currentJob(trx, store.id);
        return last?.action === 'DELETE'
          ? requestDelete(trx, store, actor)
          : requestProvision(trx, store, actor, last);
      },
    });
  }

  /**
   * Brings a READY store back to what was applied. A job that does so already is answered with.
   *
   * @throws ConflictError when the store is not READY.
   */
  async reconcile(caller: Caller, storeId: string): Promise<StoreOperation> {
    return this.intend(caller, storeId, {
      eventId: 'store-reconcile',
      severityLevel: 'medium',
      permission: async () => storeUpdatePermission,
      write: requestReconcile,
    });
  }

  /**
   * Checks the caller, writes in one transaction that holds the store's row, and tells of it.
   *
   * @param intent - `write`: gives the id of the job that will do it.
   */
  async intend(
    caller: Caller,
    rawStoreId: string,
    intent: {
      eventId: string;
      severityLevel: 'medium' | 'high';
      /** What it needs; of undefined when there is no such store. */
      permission: (store: StoreRow | undefined) => Promise<StorePermission>;
      /** The limit that it counts against besides that of all writes. */
      rate?: RateKind;
      write: (
        trx: Knex.Transaction,
        store: StoreRow,
        actor: string,
      ) => Promise<string>;
    },
  ): Promise<StoreOperation> {
    await this.#writeLimit.check(caller.principal, intent.rate);
    const storeId = parseUuid(rawStoreId, 'store_id');
    const { eventId, severityLevel } = intent;
    const meta = { actor: caller.principal, storeId };
    const audit = { eventId, severityLevel, meta };
    await auditRefusal(this.#auditor, audit, () =>
      findStoreFor({ knex: this.#knex, authorizer: this.#authorizer }, caller, {
        storeId,
        what: `store ${storeId}`,
        permission: intent.permission,
      }),
    );
    return audited(this.#auditor, audit, async () => {
      const written = await runTransaction(this.#knex, async trx => {
        await this.#writeLimit.take(trx, caller.principal, intent.rate);
        const store = await lockStore(trx, storeId);
        if (!store) {
          throw new NotFoundError(`There is no store ${storeId}`);
        }
        const jobId = await intent.write(trx, store, caller.principal);
        const after = (await findStore(trx, storeId)) ?? store;
        return { jobId, after };
      });
      this.#changes.announce({
        storeId,
        version: Number(written.after.updated_at),
      });
      this.#wakeWorker();
      return {
        store_id: storeId,
        status: written.after.status,
        namespace: written.after.namespace,
        queued_job_id: written.jobId,
      };
    });
  }
}

async function requestDelete(
  trx: Knex.Transaction,
  store: StoreRow,
  actor: string,
): Promise<string> {
  if (store.status === 'DELETED') {
    throw new NotFoundError(`Store ${store.id} is deleted already`);
  }
  const running = await runningJob(trx, store.id, ['DELETE']);
  if (running) {
    return running;
  }
  await cancelJobs(trx, store.id);
  await updateStore(trx, store.id, {
    status: 'DELETING',
    desired: 'absent',
    url: null,
    failure: null,
    conditions: withConditions(
      withoutHealth(JSON.parse(store.conditions)),
      [
        {
          type: 'Available',
          state: 'false',
          reason: 'Deleting',
          message: 'The store is being deleted.',
        },
        progressing('Deleting', 'The store is being deleted.'),
      ],
      Number(store.updated_at),
    ),
  });
  return queueJob(trx, store, actor, {
    action: 'DELETE',
    eventType: 'delete_queued',
    message: 'The store is to be deleted.',
    payload: freezeInput(store),
  });
}

async function requestReconcile(
  trx: Knex.Transaction,
  store: StoreRow,
  actor: string,
): Promise<string> {
  if (store.status !== 'READY') {
    throw new ConflictError(
      `Store ${store.id} is ${store.status}; only a READY store can be reconciled`,
    );
  }
  // An upgrade and a rollback take over what others have written as well.
  const running = await runningJob(trx, store.id, [
    'RECONCILE',
    'UPGRADE',
    'ROLLBACK',
  ]);
  if (running) {
    return running;
  }
  return queueReconcile(trx, store, actor);
}

/** The id of a job of one of these actions that has not ended, if there is one. */
async function runningJob(
  trx: Knex.Transaction,
  storeId: string,
  actions: readonly JobAction[],
): Promise<string | undefined> {
  const running = await trx<JobRow>('provisioning_jobs')
    .where({ store_id: storeId })
    .whereIn('action', [...actions])
    .whereIn('status', ['WAITING', 'QUEUED', 'IN_PROGRESS'])
    // One that is to be cancelled will not do it.
    .whereNull('cancel_requested_at')
    // Of several the one that comes first.
    .orderBy(['created_at', 'id'])
    .first('id');
  return running?.id;
}

/** Queues another provisioning of a FAILED store whose row the transaction holds. */
export async function requestProvision(
  trx: Knex.Transaction,
  store: StoreRow,
  actor: string,
  failed?: JobRow,
): Promise<string> {
  await updateStore(trx, store.id, {
    status: 'QUEUED',
    failure: null,
    conditions: withConditions(
      JSON.parse(store.conditions),
      queuedConditions(),
      Number(store.updated_at),
    ),
  });
  return queueJob(trx, store, actor, {
    action: 'PROVISION',
    eventType: 'queued',
    message: 'Another try was asked for.',
    payload: freezeRetry(store, failed),
  });
}
