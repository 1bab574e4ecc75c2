import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { JobRow } from '../rows';

/** A release that a job of a store has brought about, and what became of the job. */
export interface ReleaseRecord {
  job: Pick<
    JobRow,
    | 'id'
    | 'action'
    | 'status'
    | 'actor'
    | 'error_message'
    | 'payload'
    | 'payload_schema'
  >;
  /** Epoch milliseconds of the database. */
  releasedAt: number;
  /** What the release step put out. */
  output: JsonObject;
}

/** Actions whose release step makes a revision. */
const RELEASING: JobAction[] = [
  'PROVISION',
  'RECONCILE',
  'UPGRADE',
  'ROLLBACK',
];

/** Where a page of releases begins: after this one. */
export interface ReleaseCursor {
  createdAt: number;
  /** Of the job. */
  id: string;
}

/**
 * Releases of a store that jobs have brought about, the newest first: all, or so many after a
 * given one.
 */
export async function releaseRecords(
  knex: Knex,
  storeId: string,
  page: { after?: ReleaseCursor; limit?: number } = {},
): Promise<ReleaseRecord[]> {
  const rows = await knex('provisioning_jobs as job')
    .join('job_steps as step', 'step.job_id', 'job.id')
    .where('step.name', 'release')
    // Payloads and outputs are large: only those of the page are read.
    .whereIn('job.id', releasesOf(knex, storeId, page))
    .orderBy([
      { column: 'step.finished_at', order: 'desc' },
      { column: 'job.id', order: 'desc' },
    ])
    .select(
      'job.id',
      'job.action',
      'job.status',
      'job.actor',
      'job.error_message',
      'job.payload',
      'job.payload_schema',
      'step.finished_at',
      'step.output',
    );
  return rows.map(({ finished_at: releasedAt, output, ...job }) => ({
    job,
    releasedAt: Number(releasedAt),
    output: JSON.parse(output ?? '{}') as JsonObject,
  }));
}

/** Ids of the jobs of a page. */
export function releasesOf(
  knex: Knex,
  storeId: string,
  { after, limit }: { after?: ReleaseCursor; limit?: number },
): Knex.QueryBuilder {
  return knex('provisioning_jobs as made')
    .join('job_steps as release', 'release.job_id', 'made.id')
    .where({
      'made.store_id': storeId,
      'release.name': 'release',
      'release.state': 'done',
    })
    .whereIn('made.action', RELEASING)
    .modify(query => {
      if (after) {
        query.whereRaw('(release.finished_at, made.id) < (?, ?)', [
          after.createdAt,
          after.id,
        ]);
      }
      if (limit !== undefined) {
        query.limit(limit);
      }
    })
    .orderBy([
      { column: 'release.finished_at', order: 'desc' },
      { column: 'made.id', order: 'desc' },
    ])
    .select('made.id');
}
