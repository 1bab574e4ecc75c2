import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  Job,
  Store,
  StoreDetails,
  StoreEvent,
  storeReadPermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import {
  applyStoreFilter,
  StoreAuthorizer,
  StorePermission,
} from '../authorization';
import { StoreChanges } from '../changes/StoreChanges';
import { findStore } from '../database/operations/findStore';
import {
  currentJob,
  findJob,
  listJobs,
  queuePositions,
} from '../database/operations/jobs';
import { listSteps } from '../database/operations/jobSteps';
import { countStores, listStores } from '../database/operations/listStores';
import {
  eventsAfter,
  eventsBefore,
  newestEvents,
} from '../database/operations/storeEvents';
import { readSnapshot } from '../database/transaction';
import { EngineRegistry } from '../engines/EngineRegistry';
import {
  StoreRow,
  toEvent,
  toJob,
  toStep,
  toStore,
  toStoreHealth,
} from '../database/rows';
import {
  encodeCursor,
  listEventsQuerySchema,
  listJobsQuerySchema,
  listStoresQuerySchema,
  parseOrThrow,
  parseUuid,
} from '../schema';
import { Caller } from './callers';
import { cutPage } from './cutPage';
import { findStoreFor } from './findStoreFor';
import { StepHistory } from './StepHistory';
import { Page } from './types';

const NEWEST_EVENTS = 50;
const FOLLOW_BATCH = 100;
/** Changes made by another process are seen this much later at the latest. */
const FOLLOW_POLL_MS = 2_000;
/** Places behind it are of no use to anybody. */
const POSITIONS = 1_000;

/** What can be read of stores from the database. */
export class StoreReader {
  readonly #knex: Knex;
  readonly #authorizer: StoreAuthorizer;
  readonly #changes: StoreChanges;
  readonly #engines: EngineRegistry;
  readonly #history: StepHistory;

  constructor(options: {
    knex: Knex;
    authorizer: StoreAuthorizer;
    changes: StoreChanges;
    engines: EngineRegistry;
    history: StepHistory;
  }) {
    this.#knex = options.knex;
    this.#authorizer = options.authorizer;
    this.#changes = options.changes;
    this.#engines = options.engines;
    this.#history = options.history;
  }

  /**
   * The store, if the caller has the permission for it.
   *
   * @throws InputError (400) for an id that is none, NotFoundError, NotAllowedError.
   */
  async find(
    caller: Caller,
    rawStoreId: string,
    permission: StorePermission,
  ): Promise<StoreRow> {
    const storeId = parseUuid(rawStoreId, 'store_id');
    return this.#findFor(caller, storeId, `store ${storeId}`, permission);
  }

  async list(caller: Caller, rawQuery: unknown): Promise<Page<Store>> {
    const visible = await this.visibleStores(caller);
    const query = parseOrThrow(listStoresQuerySchema, rawQuery, 'query');
    const filter = {
      ids: query.id,
      status: query.status,
      engine: query.engine,
      owner: query.owner,
      cluster: query.cluster,
      q: query.q,
      includeDeleted: query.include_deleted,
      visible,
    };
    const { sort, limit, cursor } = query;
    const rows = await listStores(this.#knex, filter, {
      sort,
      start: cursor,
      limit: limit + 1,
    });
    const { page, nextCursor, previousCursor } = cutPage(rows, {
      sort,
      limit,
      cursor,
    });
    return {
      items: page.map(row => this.#toStore(row)),
      ...(nextCursor !== undefined && { nextCursor }),
      ...(previousCursor !== undefined && { previousCursor }),
      ...(query.count && {
        totalCount: await countStores(this.#knex, filter),
      }),
    };
  }

  async get(caller: Caller, storeId: string): Promise<StoreDetails> {
    const found = await this.find(caller, storeId, storeReadPermission);
    const { store, events, job, steps } = await readSnapshot(
      this.#knex,
      async trx => {
        const now = (await findStore(trx, found.id)) ?? found;
        const current = await currentJob(trx, found.id);
        return {
          store: now,
          events: await newestEvents(trx, found.id, NEWEST_EVENTS),
          job: current,
          steps: current ? await listSteps(trx, current.id) : [],
        };
      },
    );
    const { store_id: _, ...storeJob } = job
      ? toJob(job, null)
      : { store_id: undefined };
    return {
      ...this.#toStore(store),
      events: events.map(toEvent),
      job: 'id' in storeJob ? storeJob : null,
      steps: steps.map(step =>
        toStep(
          step,
          job &&
            this.#history.usualMs({
              engine: store.engine,
              cluster: store.cluster,
              action: job.action,
              name: step.name,
            }),
        ),
      ),
      health: toStoreHealth(store),
    };
  }

  async listEvents(
    caller: Caller,
    storeId: string,
    rawQuery: unknown,
  ): Promise<StoreEvent[]> {
    const store = await this.find(caller, storeId, storeReadPermission);
    const { after, before, limit, level, type } = parseOrThrow(
      listEventsQuerySchema,
      rawQuery,
      'query',
    );
    const filter = { levels: level, types: type };
    const rows =
      before === undefined
        ? await eventsAfter(this.#knex, store.id, after, limit, filter)
        : await eventsBefore(this.#knex, store.id, before, limit, filter);
    return rows.map(toEvent);
  }

  async followEvents(
    caller: Caller,
    storeId: string,
    after: number,
    signal: AbortSignal,
  ): Promise<AsyncIterable<StoreEvent>> {
    const store = await this.find(caller, storeId, storeReadPermission);
    return this.#follow(store.id, after, signal);
  }

  async *#follow(
    storeId: string,
    after: number,
    signal: AbortSignal,
  ): AsyncGenerator<StoreEvent> {
    let last = after;
    while (!signal.aborted) {
      const changed = this.#nextChange(storeId, signal);
      try {
        // Read before the events: what is written in between is then still read.
        const store = await findStore(this.#knex, storeId);
        const rows = await eventsAfter(this.#knex, storeId, last, FOLLOW_BATCH);
        for (const row of rows) {
          last = Number(row.id);
          yield toEvent(row);
        }
        if (rows.length === 0) {
          if (store?.status === 'DELETED') {
            return;
          }
          await changed.happened;
        }
      } finally {
        changed.cancel();
      }
    }
  }

  #nextChange(storeId: string, signal: AbortSignal) {
    let cancel = () => {};
    const happened = new Promise<void>(resolve => {
      const timer = setTimeout(resolve, FOLLOW_POLL_MS);
      const unsubscribe = this.#changes.subscribe(storeId, resolve);
      const stop = () => resolve();
      signal.addEventListener('abort', stop);
      cancel = () => {
        clearTimeout(timer);
        unsubscribe();
        signal.removeEventListener('abort', stop);
      };
    });
    return { happened, cancel };
  }

  async listJobs(caller: Caller, rawQuery: unknown): Promise<Page<Job>> {
    const visible = await this.visibleStores(caller);
    const query = parseOrThrow(listJobsQuerySchema, rawQuery, 'query');
    const rows = await listJobs(
      this.#knex,
      {
        storeId: query.store_id,
        status: query.status,
        after: query.cursor,
        visible,
      },
      query.limit + 1,
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const positions = await queuePositions(this.#knex, POSITIONS);
    return {
      items: page.map(row => toJob(row, positions.get(row.id) ?? null)),
      ...(rows.length > page.length &&
        last && {
          nextCursor: encodeCursor({
            list: 'jobs',
            sort: '-created_at',
            createdAt: Number(last.created_at),
            id: last.id,
          }),
        }),
    };
  }

  async getJob(caller: Caller, rawJobId: string): Promise<Job> {
    const jobId = parseUuid(rawJobId, 'job_id');
    const job = await findJob(this.#knex, jobId);
    const what = `job ${jobId}`;
    await this.#findFor(caller, job?.store_id, what, storeReadPermission);
    if (!job) {
      throw new NotFoundError(`There is no ${what}`);
    }
    const positions = await queuePositions(this.#knex, POSITIONS);
    return toJob(job, positions.get(job.id) ?? null);
  }

  async #findFor(
    caller: Caller,
    storeId: string | undefined,
    what: string,
    permission: StorePermission,
  ): Promise<StoreRow> {
    const parts = { knex: this.#knex, authorizer: this.#authorizer };
    const wanted = { storeId, what, permission: async () => permission };
    return findStoreFor(parts, caller, wanted);
  }

  #toStore(row: StoreRow): Store {
    return toStore(row, this.#engines.get(row.engine)?.engine.adminUrl);
  }

  /**
   * The caller's read permission as a condition on stores.
   *
   * @throws NotAllowedError when it holds for no store at all.
   */
  async visibleStores(
    caller: Caller,
  ): Promise<(query: Knex.QueryBuilder) => void> {
    const filter = await this.#authorizer.listFilter(
      caller.credentials,
      storeReadPermission,
    );
    if (filter === 'none') {
      throw new NotAllowedError(
        `You need the permission ${storeReadPermission.name}`,
      );
    }
    return query => {
      if (filter !== 'all') {
        applyStoreFilter(query, filter);
      }
    };
  }
}
