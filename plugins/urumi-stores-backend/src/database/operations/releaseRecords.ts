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

/** All releases of a store that jobs have brought about, the newest first. */
export async function releaseRecords(
  knex: Knex,
  storeId: string,
): Promise<ReleaseRecord[]> {
  const rows = await knex('provisioning_jobs as job')
    .join('job_steps as step', 'step.job_id', 'job.id')
    .where({
      'job.store_id': storeId,
      'step.name': 'release',
      'step.state': 'done',
    })
    .whereIn('job.action', RELEASING)
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
