import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  StoreOperation,
  storeRollbackPermission,
  storeUpgradePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { ChartLibrary } from '../charts/ChartLibrary';
import { LimitsConfig } from '../config';
import { progressing, withConditions } from '../conditions/storeConditions';
import { cancelJobs } from '../database/operations/cancelJobs';
import {
  ReleaseRecord,
  releaseRecords,
} from '../database/operations/releaseRecords';
import { updateStore } from '../database/operations/updateStore';
import { StoreRow } from '../database/rows';
import { EngineRegistry, RegisteredEngine } from '../engines/EngineRegistry';
import { JobPayload, PAYLOAD_SCHEMA } from '../jobs/jobInput';
import { queueJob } from '../jobs/queueJob';
import { readReleaseOutput } from '../jobs/releaseTarget';
import {
  parseOrThrow,
  rollBackStoreRequestSchema,
  upgradeStoreRequestSchema,
} from '../schema';
import { Caller } from './callers';
import { desiredState, plansOnTheWay, sameChange } from './desiredState';
import { judgeRollback } from './judgeRollback';
import { planRollback } from './planRollback';
import { planUpgrade } from './planUpgrade';
import { StoreIntents } from './StoreIntents';
import { StoreRequestReader } from './StoreRequestReader';
import { assertPlanLimits } from './takePlace';

/** What people want of READY stores: other settings, another size, another version, and back. */
export class StoreUpgrades {
  readonly #intents: StoreIntents;
  readonly #engines: EngineRegistry;
  readonly #requests: StoreRequestReader;
  readonly #charts: ChartLibrary;
  readonly #limits: Pick<LimitsConfig, 'plans'>;
  readonly #rollBackOnFailure: boolean;

  /** @param options - `rollBackOnFailure`: what holds where a request does not say. */
  constructor(options: {
    intents: StoreIntents;
    engines: EngineRegistry;
    requests: StoreRequestReader;
    charts: ChartLibrary;
    limits: Pick<LimitsConfig, 'plans'>;
    rollBackOnFailure: boolean;
  }) {
    this.#intents = options.intents;
    this.#engines = options.engines;
    this.#requests = options.requests;
    this.#charts = options.charts;
    this.#limits = options.limits;
    this.#rollBackOnFailure = options.rollBackOnFailure;
  }

  /**
   * Changes what the request names; all else stays as it is, or as an upgrade that is under way would
   * have made it: the newest intent takes the place of what is under way.
   *
   * @throws UnprocessableEntityError naming each field that is wrong, ConflictError when the store is
   * not READY or a limit of the new plan is reached.
   */
  async upgrade(
    caller: Caller,
    storeId: string,
    body: unknown,
  ): Promise<StoreOperation> {
    return this.#intents.intend(caller, storeId, {
      eventId: 'store-upgrade',
      severityLevel: 'medium',
      permission: async () => storeUpgradePermission,
      write: async (trx, store, actor) => {
        const request = parseOrThrow(upgradeStoreRequestSchema, body, 'body');
        const registered = this.#readyEngine(store, 'upgraded');
        const records = await releaseRecords(trx, store.id);
        const plan = planUpgrade({
          request,
          registered,
          desired: await desiredState(trx, store, records),
          readParameters: parameters =>
            this.#requests.readParameters(registered.engine, parameters),
        });
        const back = planRollback({
          wanted: request.roll_back_on_failure ?? this.#rollBackOnFailure,
          registered,
          records,
          from: plan,
          kept: await this.#keptCharts(trx, registered, records),
        });
        return this.#queue(trx, store, actor, 'UPGRADE', {
          schema: PAYLOAD_SCHEMA,
          ...plan,
          back,
        });
      },
    });
  }

  /**
   * Takes the store back to the chart and the values of an earlier revision.
   *
   * @throws NotFoundError for a revision that no job has made, ConflictError when the store cannot go
   * back to it, with the reason.
   */
  async rollBack(
    caller: Caller,
    storeId: string,
    body: unknown,
  ): Promise<StoreOperation> {
    return this.#intents.intend(caller, storeId, {
      eventId: 'store-rollback',
      severityLevel: 'high',
      permission: async () => storeRollbackPermission,
      write: async (trx, store, actor) => {
        const { revision } = parseOrThrow(
          rollBackStoreRequestSchema,
          body,
          'body',
        );
        const registered = this.#readyEngine(store, 'rolled back');
        const records = await releaseRecords(trx, store.id);
        const record = records.find(
          ({ output }) => readReleaseOutput(output).revision === revision,
        );
        if (!record) {
          throw new NotFoundError(
            `No job of store ${store.id} has made revision ${revision}; GET /stores/${store.id}/revisions lists those that there are`,
          );
        }
        const { proven, advice } = judgeRollback({
          record,
          current: records[0],
          registered,
          kept: await this.#keptCharts(trx, registered, records),
        });
        if (!proven || !advice.possible) {
          throw new ConflictError(
            `Store ${store.id} cannot go back to revision ${revision}: ${advice.reason}`,
          );
        }
        return this.#queue(trx, store, actor, 'ROLLBACK', {
          schema: PAYLOAD_SCHEMA,
          input: proven.input,
          target: proven.target,
          reason: `Back to revision ${revision}.`,
        });
      },
    });
  }

  #readyEngine(store: StoreRow, done: string): RegisteredEngine {
    if (store.status !== 'READY') {
      throw new ConflictError(
        `Store ${store.id} is ${store.status}; only a READY store can be ${done}`,
      );
    }
    const registered = this.#engines.get(store.engine);
    if (!registered) {
      throw new ConflictError(
        `Store ${store.id} cannot be ${done}: the platform has no engine '${store.engine}'; install its module again`,
      );
    }
    return registered;
  }

  /** Digests of the charts of releases that can be had. */
  async #keptCharts(
    trx: Knex.Transaction,
    { chartDigest }: RegisteredEngine,
    records: readonly ReleaseRecord[],
  ): Promise<ReadonlySet<string>> {
    const digests = records.flatMap(
      ({ output }) => readReleaseOutput(output).chartDigest ?? [],
    );
    const kept = await this.#charts.which(digests, trx);
    return new Set([...kept, chartDigest]);
  }

  /** The newest intent wins: what was under way ends, at its next safe point when it runs. */
  async #queue(
    trx: Knex.Transaction,
    store: StoreRow,
    actor: string,
    action: 'UPGRADE' | 'ROLLBACK',
    payload: JobPayload & { reason: string },
  ): Promise<string> {
    // Who asks twice, as with a double click, wants it once.
    const running = await sameChange(trx, store.id, action, payload);
    if (running) {
      return running;
    }
    const beside = await plansOnTheWay(trx, store);
    const { plan } = payload.input;
    if (!beside.includes(plan)) {
      await assertPlanLimits(trx, this.#limits, {
        owner: store.owner_ref,
        plan,
      });
    }
    await cancelJobs(trx, store.id);
    await updateStore(trx, store.id, {
      conditions: withConditions(
        JSON.parse(store.conditions),
        [progressing('Queued', 'The job waits for a worker.')],
        Number(store.updated_at),
      ),
    });
    return queueJob(trx, store, actor, {
      action,
      eventType: `${action.toLowerCase()}.queued`,
      message: payload.reason,
      payload: {
        ...payload,
        plans: [...new Set([plan, ...beside])],
      },
    });
  }
}
