import { StoreRollbackAdvice } from '@urumi/backstage-plugin-urumi-stores-node';
import { StoreRevision } from '@urumi/backstage-plugin-urumi-stores-common';
import { ReleaseRecord } from '../database/operations/releaseRecords';
import { JobRow, toTimestamp } from '../database/rows';
import { ReleaseRevision } from '../helm/releaseSecrets';
import { readPayload } from '../jobs/jobInput';
import { readReleaseOutput } from '../jobs/releaseTarget';

/** What jobs without a reason of their own were for. */
const REASONS: Record<string, string> = {
  PROVISION: 'The store was installed.',
  RECONCILE: 'What others had changed was taken back.',
};

/**
 * Helm's revisions joined with the jobs that made them, the newest first.
 *
 * @param options - `records`: releases that jobs have brought about, the newest first; `current`: the
 * one that the store runs; `releases`: what the cluster keeps of the same time; `jobs`: those that have left a revision
 * without bringing it about.
 */
export function joinRevisions(options: {
  records: readonly ReleaseRecord[];
  current: ReleaseRecord | undefined;
  releases: readonly ReleaseRevision[];
  jobs: readonly JobRow[];
  adviseRollback: (record: ReleaseRecord) => StoreRollbackAdvice;
}): StoreRevision[] {
  const { records, current, releases, jobs, adviseRollback } = options;
  const states = new Map(
    releases.map(({ revision, status }) => [revision, status]),
  );
  const recorded = records.map(record =>
    fromRecord(record, {
      current: record.job.id === current?.job.id,
      state: states.get(readReleaseOutput(record.output).revision) ?? null,
      rollback: adviseRollback(record),
    }),
  );
  const known = new Set(recorded.map(({ revision }) => revision));
  const left = releases
    .filter(({ revision }) => !known.has(revision))
    .map(release =>
      fromRelease(
        release,
        [...jobs, ...records.map(({ job }) => job)].find(
          ({ id }) => id === release.operationId,
        ),
      ),
    );
  return [...recorded, ...left].sort(
    (one, other) => other.revision - one.revision,
  );
}

function fromRecord(
  { job, releasedAt, output }: ReleaseRecord,
  found: Pick<StoreRevision, 'current' | 'state' | 'rollback'>,
): StoreRevision {
  const payload = readPayload(job);
  const { revision, chartVersion, chartDigest } = readReleaseOutput(output);
  const reason = payload?.reason ?? REASONS[job.action] ?? '';
  return {
    revision,
    ...found,
    action: job.action,
    job_id: job.id,
    job_state: job.status,
    actor: job.actor,
    message:
      job.status === 'FAILED' && job.error_message
        ? `${reason} It failed: ${job.error_message}`
        : reason,
    chart_version: chartVersion ?? payload?.input.chart_version ?? '',
    chart_digest: chartDigest ?? null,
    plan: payload?.input.plan ?? null,
    parameters: payload?.input.parameters ?? null,
    created_at: toTimestamp(releasedAt),
  };
}

/** One that was left behind on the way, or that somebody else has made. */
function fromRelease(
  release: ReleaseRevision,
  job: Pick<JobRow, 'id' | 'action' | 'status' | 'actor'> | undefined,
): StoreRevision {
  const made = new Date(release.updatedAt);
  return {
    revision: release.revision,
    current: false,
    state: release.status,
    action: job?.action ?? null,
    job_id: job?.id ?? null,
    job_state: job?.status ?? null,
    actor: job?.actor ?? null,
    message: release.operationId
      ? release.description
      : `Not made by the platform: ${release.description}`,
    chart_version: release.chartVersion,
    chart_digest: release.chartDigest ?? null,
    plan: null,
    parameters: null,
    created_at: Number.isNaN(made.getTime())
      ? toTimestamp(0)
      : made.toISOString(),
    rollback: {
      possible: false,
      reason: 'No job has brought this revision about.',
    },
  };
}
