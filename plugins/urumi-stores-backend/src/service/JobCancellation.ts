import { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  fleetManagePermission,
  Job,
  storeUpdatePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { StoreAuthorizer } from '../authorization';
import { StoreChanges } from '../changes/StoreChanges';
import { cancelJob } from '../database/operations/cancelJob';
import { findStore } from '../database/operations/findStore';
import { findJob } from '../database/operations/jobs';
import { lockStore } from '../database/operations/lockStore';
import { appendEvent } from '../database/operations/storeEvents';
import { JobRow, StoreRow, toJob } from '../database/rows';
import { runTransaction } from '../database/transaction';
import { settleCancelled } from '../jobs/settleCancelled';
import { parseUuid } from '../schema';
import { audited, auditRefusal } from './audited';
import { Caller } from './callers';
import { findStoreFor } from './findStoreFor';
import { WriteLimit } from './WriteLimit';

/** What people want of jobs that are under way: their end. */
export class JobCancellation {
  readonly #knex: Knex;
  readonly #authorizer: StoreAuthorizer;
  readonly #writeLimit: WriteLimit;
  readonly #changes: StoreChanges;
  readonly #auditor: AuditorService;

  constructor(options: {
    knex: Knex;
    authorizer: StoreAuthorizer;
    writeLimit: WriteLimit;
    changes: StoreChanges;
    auditor: AuditorService;
  }) {
    this.#knex = options.knex;
    this.#authorizer = options.authorizer;
    this.#writeLimit = options.writeLimit;
    this.#changes = options.changes;
    this.#auditor = options.auditor;
  }

  /**
   * Ends a job: at once when it has not begun or is parked, else at its next safe point. To cancel
   * again what is about to end changes nothing.
   *
   * @throws ConflictError when the job has ended, or is a delete.
   */
  async cancel(caller: Caller, rawJobId: string): Promise<Job> {
    await this.#writeLimit.check(caller.principal);
    const jobId = parseUuid(rawJobId, 'job_id');
    const found = await findJob(this.#knex, jobId);
    const storeId = found?.store_id;
    const audit = {
      eventId: 'job-cancel',
      severityLevel: 'medium' as const,
      meta: { actor: caller.principal, jobId, ...(storeId && { storeId }) },
    };
    const store = await auditRefusal(this.#auditor, audit, () =>
      this.#findFor(caller, storeId, jobId),
    );
    return audited(this.#auditor, audit, async () => {
      const { job, version } = await runTransaction(this.#knex, async trx => {
        await this.#writeLimit.take(trx, caller.principal);
        return requestCancel(trx, jobId, store.id, caller.principal);
      });
      this.#changes.announce({ storeId: store.id, version });
      return toJob(job, null);
    });
  }

  /** The store of the job, for its own people and for whoever looks after all stores. */
  async #findFor(
    caller: Caller,
    storeId: string | undefined,
    jobId: string,
  ): Promise<StoreRow> {
    const parts = { knex: this.#knex, authorizer: this.#authorizer };
    const what = `job ${jobId}`;
    const permission = async () => storeUpdatePermission;
    try {
      return await findStoreFor(parts, caller, { storeId, what, permission });
    } catch (refused) {
      await this.#authorizer
        .authorize(caller.credentials, fleetManagePermission)
        .catch(() => {
          throw refused;
        });
      const store = storeId && (await findStore(this.#knex, storeId));
      if (!store) {
        throw new NotFoundError(`There is no ${what}`);
      }
      return store;
    }
  }
}

async function requestCancel(
  trx: Knex.Transaction,
  jobId: string,
  storeId: string,
  actor: string,
): Promise<{ job: JobRow; version: number }> {
  const store = await lockStore(trx, storeId);
  const before = await findJob(trx, jobId);
  if (!store || !before) {
    throw new NotFoundError(`There is no job ${jobId}`);
  }
  if (before.action === 'DELETE') {
    throw new ConflictError(
      `Job ${jobId} deletes store ${storeId}; a delete that has begun cannot be taken back`,
    );
  }
  const job = await cancelJob(trx, jobId);
  if (!job) {
    throw new ConflictError(
      `Job ${jobId} is ${before.status}; only a job that has not ended can be cancelled`,
    );
  }
  if (before.cancel_requested_at === null) {
    await appendEvent(trx, storeId, {
      type: 'job.cancel_requested',
      message: `The job ${job.action} is to be cancelled.`,
      actor,
      jobId,
    });
  }
  if (job.status === 'CANCELLED') {
    await settleCancelled({ trx, store, job });
  }
  return { job, version: Number(store.updated_at) };
}
