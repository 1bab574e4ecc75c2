import { InputError, NotFoundError } from '@backstage/errors';
import {
  storeLogsReadPermission,
  storeReadPermission,
  StoreRevision,
  StoreRevisionDiff,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { ChartLibrary } from '../charts/ChartLibrary';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { withStoreAccess } from '../clusters/withStoreAccess';
import {
  ReleaseRecord,
  releaseRecords,
} from '../database/operations/releaseRecords';
import { findJobs } from '../database/operations/findJobs';
import { StoreRow } from '../database/rows';
import { EngineRegistry } from '../engines/EngineRegistry';
import { readReleases, ReleaseRevision } from '../helm/releaseSecrets';
import { readReleaseOutput } from '../jobs/releaseTarget';
import { diffManifests, diffValues } from '../revisions/diffRevisions';
import { joinRevisions } from '../revisions/joinRevisions';
import {
  diffRevisionsQuerySchema,
  encodeCursor,
  listRevisionsQuerySchema,
  parseOrThrow,
} from '../schema';
import { Caller } from './callers';
import { judgeRollback } from './judgeRollback';
import { StoreReader } from './StoreReader';
import { Page } from './types';

/** Statuses in which a store has a release that somebody may ask for. */
const WITH_RELEASE = ['READY', 'PROVISIONING', 'FAILED'];

/** The history of stores: Helm's revisions joined with the jobs that made them. */
export class RevisionReader {
  readonly #knex: Knex;
  readonly #reader: StoreReader;
  readonly #engines: EngineRegistry;
  readonly #clusters: ClusterRegistry;
  readonly #charts: ChartLibrary;
  readonly #logger: LoggerService;

  constructor(options: {
    knex: Knex;
    reader: StoreReader;
    engines: EngineRegistry;
    clusters: ClusterRegistry;
    charts: ChartLibrary;
    logger: LoggerService;
  }) {
    this.#knex = options.knex;
    this.#reader = options.reader;
    this.#engines = options.engines;
    this.#clusters = options.clusters;
    this.#charts = options.charts;
    this.#logger = options.logger;
  }

  /**
   * One page, the newest first. What the cluster no longer keeps, or cannot tell now, the database
   * knows.
   */
  async list(
    caller: Caller,
    storeId: string,
    rawQuery: unknown,
  ): Promise<Page<StoreRevision>> {
    const store = await this.#reader.find(caller, storeId, storeReadPermission);
    const query = parseOrThrow(listRevisionsQuerySchema, rawQuery, 'query');
    const read = await releaseRecords(this.#knex, store.id, {
      after: query.cursor,
      limit: query.limit + 1,
    });
    const records = read.slice(0, query.limit);
    const next = read.at(query.limit);
    const [newest] = query.cursor
      ? await releaseRecords(this.#knex, store.id, { limit: 1 })
      : records;
    const revisionOf = ({ output }: ReleaseRecord) =>
      readReleaseOutput(output).revision;
    const [first] = records;
    const releases = ((await this.#readReleases(store)) ?? []).filter(
      // Those that jobs have left behind stand on the page of the revisions around them.
      ({ revision }) =>
        (!next || revision > revisionOf(next)) &&
        (!query.cursor || (first && revision <= revisionOf(first))),
    );
    const items = await this.#join(store, { records, releases, newest });
    const last = records.at(-1);
    return {
      items,
      ...(next &&
        last && {
          nextCursor: encodeCursor({
            list: 'revisions',
            sort: '-created_at',
            createdAt: last.releasedAt,
            id: last.job.id,
          }),
        }),
    };
  }

  async #join(
    store: StoreRow,
    page: {
      records: readonly ReleaseRecord[];
      releases: readonly ReleaseRevision[];
      /** What the store runs; undefined when no job has made it. */
      newest: ReleaseRecord | undefined;
    },
  ): Promise<StoreRevision[]> {
    const { records, releases, newest } = page;
    const known = records.map(({ job }) => job.id);
    const others = await findJobs(
      this.#knex,
      store.id,
      releases.flatMap(({ operationId }) =>
        operationId && !known.includes(operationId) ? [operationId] : [],
      ),
    );
    const registered = this.#engines.get(store.engine);
    const kept = await this.#charts.which(
      records.flatMap(
        ({ output }) => readReleaseOutput(output).chartDigest ?? [],
      ),
    );
    return joinRevisions({
      records,
      releases,
      current: newest,
      jobs: others,
      adviseRollback: record =>
        registered
          ? judgeRollback({
              record,
              current: newest ?? record,
              registered,
              kept: new Set([...kept, registered.chartDigest]),
            }).advice
          : {
              possible: false,
              reason: `The platform has no engine '${store.engine}'.`,
            },
    });
  }

  /**
   * What differs between two revisions, secrets masked.
   *
   * @throws NotFoundError for a revision that nobody knows.
   */
  async diff(
    caller: Caller,
    storeId: string,
    rawRevision: string,
    rawQuery: unknown,
  ): Promise<StoreRevisionDiff> {
    const store = await this.#reader.find(
      caller,
      storeId,
      storeLogsReadPermission,
    );
    if (!/^[1-9]\d{0,8}$/.test(rawRevision)) {
      throw new InputError('revision must be a whole number from 1 on');
    }
    const from = Number(rawRevision);
    const query = parseOrThrow(diffRevisionsQuerySchema, rawQuery, 'query');
    const { records, releases } = await this.#read(store);
    const to =
      query.to ??
      readReleaseOutput(records.at(0)?.output ?? { revision: from }).revision;
    const before = this.#side(store, from, records, releases);
    const after = this.#side(store, to, records, releases);
    const unknown = [before, after].flatMap(({ revision, values }) =>
      values ? [] : [`the values of revision ${revision} were not recorded`],
    );
    const gone = [before, after].flatMap(({ revision, manifest }) =>
      manifest === undefined
        ? [
            releases
              ? `the cluster no longer keeps the objects of revision ${revision}`
              : `the cluster cannot be asked for the objects of revision ${revision} at the moment`,
          ]
        : [],
    );
    const notes = [...unknown, ...gone];
    return {
      from,
      to,
      chart: { before: before.chart, after: after.chart },
      values:
        before.values && after.values
          ? diffValues(before.values, after.values)
          : null,
      manifest:
        before.manifest !== undefined && after.manifest !== undefined
          ? diffManifests(before.manifest, after.manifest)
          : null,
      note:
        notes.length > 0 ? `Not all can be said: ${notes.join('; ')}.` : null,
    };
  }

  #side(
    store: StoreRow,
    revision: number,
    records: readonly ReleaseRecord[],
    releases: readonly ReleaseRevision[] | undefined,
  ): {
    revision: number;
    chart: string;
    values: JsonObject | undefined;
    manifest: string | undefined;
  } {
    const release = releases?.find(one => one.revision === revision);
    const record = records
      .map(({ output }) => readReleaseOutput(output))
      .find(one => one.revision === revision);
    if (!release && !record) {
      throw new NotFoundError(
        `Store ${store.id} has no revision ${revision}, or it is not known any more`,
      );
    }
    return {
      revision,
      chart: release?.chartVersion ?? record?.chartVersion ?? '',
      values: release?.values ?? record?.target?.values ?? undefined,
      manifest: release?.manifest,
    };
  }

  /** `releases` is undefined when the cluster cannot be asked. */
  async #read(store: StoreRow): Promise<{
    records: ReleaseRecord[];
    releases: ReleaseRevision[] | undefined;
  }> {
    return {
      records: await releaseRecords(this.#knex, store.id),
      releases: await this.#readReleases(store),
    };
  }

  /** Undefined when the cluster cannot be asked. */
  async #readReleases(store: StoreRow): Promise<ReleaseRevision[] | undefined> {
    const cluster = this.#clusters.get(store.cluster);
    const { client, view } = cluster;
    if (!WITH_RELEASE.includes(store.status) || !view.status().reachable) {
      return undefined;
    }
    const { id: storeId, namespace, release_name: release } = store;
    try {
      return await withStoreAccess(
        cluster,
        { storeId, namespace, uid: store.namespace_uid },
        () => readReleases(client, { namespace, release }),
      );
    } catch (error) {
      this.#logger.warn(
        `The revisions of store ${store.id} could not be read from its cluster`,
        { error: String(error) },
      );
      return undefined;
    }
  }
}
