import { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import {
  storeCreatePermission,
  storeNamespace,
  StoreOperation,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { StoreAuthorizer } from '../authorization';
import { StoreChanges } from '../changes/StoreChanges';
import { UrumiStoresConfig } from '../config';
import { ClaimedJob } from '../database/operations/claimedJob';
import {
  findIdempotencyKey,
  insertIdempotencyKey,
} from '../database/operations/idempotencyKeys';
import {
  insertStoreWithJob,
  NewStoreRows,
} from '../database/operations/insertStoreWithJob';
import { runTransaction } from '../database/transaction';
import { UnprocessableEntityError } from '../errors';
import { KeptSlot } from '../jobs/SlotKeeper';
import { StoresMetrics } from '../metrics';
import { audited, auditRefusal } from './audited';
import { Caller, personOf } from './callers';
import { newStoreRows } from './newStoreRows';
import { Placement } from './placeStore';
import { StorePlacement } from './StorePlacement';
import { StoreRequest, StoreRequestReader } from './StoreRequestReader';
import { takePlace } from './takePlace';
import { WriteLimit } from './WriteLimit';

const KEEP_KEYS_MS = 24 * 60 * 60 * 1000;

/** Another request with the same key was faster: its answer is the answer. */
class LostRaceError extends Error {}

/** Makes stores: the row, its job, its first event and its place in the limits, all or nothing. */
export class StoreCreation {
  readonly #knex: Knex;
  readonly #authorizer: StoreAuthorizer;
  readonly #placement: StorePlacement;
  readonly #reader: StoreRequestReader;
  readonly #writeLimit: WriteLimit;
  readonly #limits: UrumiStoresConfig['limits'];
  readonly #changes: StoreChanges;
  readonly #auditor: AuditorService;
  readonly #metrics: StoresMetrics;
  readonly #wakeWorker: () => void;
  readonly #keepSlot: (jobId: string) => KeptSlot | undefined;

  constructor(options: {
    knex: Knex;
    authorizer: StoreAuthorizer;
    placement: StorePlacement;
    reader: StoreRequestReader;
    writeLimit: WriteLimit;
    limits: UrumiStoresConfig['limits'];
    changes: StoreChanges;
    auditor: AuditorService;
    metrics: StoresMetrics;
    wakeWorker: () => void;
    /** Of the worker of this process: the job of a store that is made while one is free begins at once. */
    keepSlot: (jobId: string) => KeptSlot | undefined;
  }) {
    this.#knex = options.knex;
    this.#authorizer = options.authorizer;
    this.#placement = options.placement;
    this.#reader = options.reader;
    this.#writeLimit = options.writeLimit;
    this.#limits = options.limits;
    this.#changes = options.changes;
    this.#auditor = options.auditor;
    this.#metrics = options.metrics;
    this.#wakeWorker = options.wakeWorker;
    this.#keepSlot = options.keepSlot;
  }

  async create(
    caller: Caller,
    body: unknown,
    idempotencyKey: string | undefined,
  ): Promise<StoreOperation> {
    const refusal = {
      eventId: 'store-create',
      severityLevel: 'medium' as const,
      meta: { actor: caller.principal },
    };
    const request = await auditRefusal(this.#auditor, refusal, () =>
      this.authorizeAndRead(caller, body),
    );
    const replay = await this.#findReplay(caller, body, idempotencyKey);
    if (replay) {
      return replay;
    }
    await this.#writeLimit.check(caller.principal, 'create');
    const id = uuidv7();
    const meta = { actor: caller.principal, storeId: id, owner: request.owner };
    return audited(
      this.#auditor,
      { eventId: 'store-create', severityLevel: 'medium', meta },
      async () => {
        const { operation, begin } = await this.#write(caller, id, request, {
          body,
          idempotencyKey,
        });
        this.#changes.announce({
          storeId: operation.store_id,
          version: Date.now(),
          published: 'created',
        });
        begin();
        return operation;
      },
    );
  }

  /** What the caller asks for, if they may have it. */
  async authorizeAndRead(caller: Caller, body: unknown): Promise<StoreRequest> {
    await this.#authorizer.authorize(caller.credentials, storeCreatePermission);
    const request = await this.#reader.read(body, caller);
    const clusters = await this.#placement.allowedClusters(caller, request);
    return { ...request, clusters };
  }

  /** @returns the answer, and what has the job begin. */
  async #write(
    caller: Caller,
    id: string,
    request: StoreRequest,
    replayable: { body: unknown; idempotencyKey: string | undefined },
  ): Promise<{ operation: StoreOperation; begin: () => void }> {
    const { body, idempotencyKey } = replayable;
    let slot: KeptSlot | undefined;
    let isWritten = false;
    try {
      const { operation, claimed } = await runTransaction(
        this.#knex,
        async trx => {
          // The database has taken back what was tried before.
          slot?.giveBack({ mayBeMade: false });
          slot = undefined;
          isWritten = false;
          await this.#writeLimit.take(trx, caller.principal, 'create');
          assertEnabled(request);
          await takePlace(trx, this.#limits, {
            owner: request.owner,
            plan: request.plan.name,
            person: personOf(caller),
          });
          // After the place is taken, which makes others wait: two never get the last room of a cluster.
          const placement = await this.#placement.place(trx, request);
          const rows = placedRows(caller, id, request, placement);
          // And nobody keeps a slot from others while he waits.
          slot = this.#keepSlot(rows.job.id);
          const written = await insertRows(trx, rows, slot);
          const first =
            idempotencyKey === undefined ||
            (await insertIdempotencyKey(trx, {
              principal: caller.principal,
              key: idempotencyKey,
              requestHash: hash(body),
              response: JSON.stringify(written.operation),
              keepMs: KEEP_KEYS_MS,
            }));
          if (!first) {
            throw new LostRaceError();
          }
          isWritten = true;
          return written;
        },
      );
      this.#metrics.storeCreated();
      return {
        operation,
        begin: () =>
          slot && claimed ? slot.start(claimed) : this.#wakeWorker(),
      };
    } catch (error) {
      // Once all was written only the commit can fail, and it may have come about.
      slot?.giveBack({ mayBeMade: isWritten });
      // Whatever it ran into, the same request may just have been answered.
      const replay = await this.#findReplay(caller, body, idempotencyKey);
      if (replay) {
        if (replay.store_id === id) {
          this.#metrics.storeCreated();
        }
        return { operation: replay, begin: this.#wakeWorker };
      }
      throw error instanceof LostRaceError
        ? new ConflictError(
            'A request with the same Idempotency-Key is under way; try again',
          )
        : error;
    }
  }

  /** @throws UnprocessableEntityError when the key was used with another body. */
  async #findReplay(
    caller: Caller,
    body: unknown,
    idempotencyKey: string | undefined,
  ): Promise<StoreOperation | undefined> {
    if (idempotencyKey === undefined) {
      return undefined;
    }
    const record = await findIdempotencyKey(
      this.#knex,
      caller.principal,
      idempotencyKey,
    );
    if (record && record.request_hash !== hash(body)) {
      throw new UnprocessableEntityError([
        {
          loc: ['header', 'idempotency-key'],
          msg: 'was used with another body; take a new key for a new request',
          type: 'value_error',
        },
      ]);
    }
    return record && (JSON.parse(record.response) as StoreOperation);
  }
}

function placedRows(
  caller: Caller,
  id: string,
  request: StoreRequest,
  { cluster, reason }: Placement,
): NewStoreRows {
  const { registered, plan, owner, placedBy } = request;
  return newStoreRows(caller, request, {
    id,
    namespace: storeNamespace(id),
    cluster,
    event: {
      type: 'queued',
      message: `${registered.engine.title} store for ${owner} was asked for; it goes to cluster '${cluster.name}', ${reason}.`,
      data: { plan: plan.name, cluster: cluster.name, placed_by: placedBy },
    },
  });
}

async function insertRows(
  trx: Knex.Transaction,
  rows: NewStoreRows,
  slot: KeptSlot | undefined,
): Promise<{ operation: StoreOperation; claimed?: ClaimedJob }> {
  const inserted = await insertStoreWithJob(trx, rows, slot?.claim);
  const { store, job } = rows;
  if (!inserted) {
    throw new ConflictError(
      `The host name ${store.hostname} belongs to another store; choose another one`,
    );
  }
  return {
    operation: {
      store_id: store.id,
      status: 'QUEUED',
      namespace: store.namespace,
      queued_job_id: job.id,
    },
    ...inserted,
  };
}

function assertEnabled({ registered }: StoreRequest) {
  if (registered.disabled) {
    throw new UnprocessableEntityError([
      {
        loc: ['body', 'engine'],
        msg: `${registered.engine.id} is disabled on this platform`,
        type: 'value_error',
      },
    ]);
  }
}

/** Of the body, whatever the order of its keys. */
function hash(body: unknown): string {
  const canonical = JSON.stringify(body, (_key, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  );
  return createHash('sha256').update(canonical).digest('hex');
}
