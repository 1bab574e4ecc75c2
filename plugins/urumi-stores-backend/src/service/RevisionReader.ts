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
import { diffRevisionsQuerySchema, parseOrThrow } from '../schema';
import { Caller } from './callers';
import { judgeRollback } from './judgeRollback';
import { StoreReader } from './StoreReader';

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

  /** The newest first. What the cluster no longer keeps, or cannot tell now, the database knows. */
  async list(caller: Caller, storeId: string): Promise<StoreRevision[]> {
    const store = await this.#reader.find(caller, storeId, storeReadPermission);
    const { records, releases } = await this.#read(store);
    const known = records.map(({ job }) => job.id);
    const others = await findJobs(
      this.#knex,
      store.id,
      (releases ?? []).flatMap(({ operationId }) =>
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
      releases: releases ?? [],
      jobs: others,
      adviseRollback: record =>
        registered
          ? judgeRollback({
              record,
              current: records[0],
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
    const records = await releaseRecords(this.#knex, store.id);
    const { client, view } = this.#clusters.get(store.cluster);
    if (!WITH_RELEASE.includes(store.status) || !view.status().reachable) {
      return { records, releases: undefined };
    }
    try {
      const releases = await readReleases(client, {
        namespace: store.namespace,
        release: store.release_name,
      });
      return { records, releases };
    } catch (error) {
      this.#logger.warn(
        `The revisions of store ${store.id} could not be read from its cluster`,
        { error: String(error) },
      );
      return { records, releases: undefined };
    }
  }
}
