import { JsonObject } from '@backstage/types';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { ReleaseRecord } from '../database/operations/releaseRecords';
import { JobRow, StoreRow } from '../database/rows';
import { digestValues } from '../helm/digestValues';
import {
  FrozenInput,
  freezeInput,
  JobPayload,
  readPayload,
} from '../jobs/jobInput';
import { readReleaseOutput } from '../jobs/releaseTarget';

/** What a store is to be, as far as anybody has said. */
export interface DesiredState {
  input: FrozenInput;
  /** Undefined when it was not recorded. */
  chartDigest: string | undefined;
  images: Record<string, string> | undefined;
}

/**
 * What a store is to be: what the change that is under way will make of it, else what was applied
 * last.
 *
 * @param records - of the store's releases, the newest first.
 */
export async function desiredState(
  trx: Knex,
  store: StoreRow,
  records: readonly ReleaseRecord[],
): Promise<DesiredState> {
  const [newest] = await changesUnderWay(trx, store.id);
  const payload = newest && readPayload(newest);
  if (payload?.target) {
    const { input, target } = payload;
    return { input, chartDigest: target.chart_digest, images: target.images };
  }
  const current = records.at(0);
  const applied = current && readReleaseOutput(current.output);
  return {
    input: freezeInput(store).input,
    chartDigest: applied?.chartDigest,
    images: applied?.target?.images,
  };
}

/** Plans of which pods of the store may be there, or may come. */
export async function plansOnTheWay(
  trx: Knex,
  store: StoreRow,
): Promise<string[]> {
  const changes = await changesUnderWay(trx, store.id);
  return [
    store.plan,
    ...changes.flatMap(change => {
      const payload = readPayload(change);
      return payload ? [payload.input.plan, ...(payload.plans ?? [])] : [];
    }),
  ];
}

/** The job that does exactly this already; undefined when there is none. */
export async function sameChange(
  trx: Knex,
  storeId: string,
  action: JobAction,
  wanted: Pick<JobPayload, 'input' | 'target'>,
): Promise<string | undefined> {
  const [newest] = await changesUnderWay(trx, storeId);
  const payload = newest && readPayload(newest);
  const digest = ({ input, target }: typeof wanted) =>
    digestValues({ input, target: target ?? null });
  return payload &&
    newest.action === action &&
    digest(payload) === digest(wanted)
    ? newest.id
    : undefined;
}

/** The upgrades and rollbacks of a store that have not ended, the newest first. */
async function changesUnderWay(
  trx: Knex,
  storeId: string,
): Promise<Pick<JobRow, 'id' | 'action' | 'payload' | 'payload_schema'>[]> {
  return trx<JobRow>('provisioning_jobs')
    .where({ store_id: storeId })
    .whereIn('action', ['UPGRADE', 'ROLLBACK'])
    .whereIn('status', ['WAITING', 'QUEUED', 'IN_PROGRESS'])
    .whereNull('cancel_requested_at')
    .orderBy([
      { column: 'updated_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .select('id', 'action', 'payload', 'payload_schema');
}

/** Which parameters differ, by name. */
export function changedParameters(
  before: JsonObject,
  after: JsonObject,
): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    name => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}
