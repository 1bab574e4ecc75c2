import { LoggerService } from '@backstage/backend-plugin-api';
import { Readiness } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { oldestDueMs } from '../database/operations/oldestDueJob';
import {
  storesInClusters,
  StoresInCluster,
} from '../database/operations/storesInClusters';
import { WAITING_FOR_CLUSTER } from '../jobs/JobFailure';
import { JobWorker } from '../jobs/JobWorker';
import { describeClusters } from './describeClusters';

const LONGEST_SILENCE_MS = 30_000;

/**
 * Whether database and worker do their work. The clusters' state is told and fails nothing: the
 * pages must stay up to show it.
 */
export async function readReadiness(options: {
  knex: Knex;
  worker: Pick<JobWorker, 'state'>;
  clusters: ClusterRegistry;
  logger: LoggerService;
}): Promise<Readiness> {
  const { knex, worker, clusters, logger } = options;
  const reasons: string[] = [];
  let oldestDue: number | undefined;
  let stores: StoresInCluster[] = [];
  try {
    oldestDue = await oldestDueMs(knex);
  } catch (error) {
    logger.error('The database does not answer', { error: String(error) });
    reasons.push('The database does not answer');
  }
  try {
    stores = await storesInClusters(knex, WAITING_FOR_CLUSTER);
  } catch (error) {
    // It only adds to what is known of the clusters, which make nobody unready.
    logger.warn('The stores of the clusters could not be counted', {
      error: String(error),
    });
  }
  const { lastTickAt, slots, busy, loops, wakeUp, takeovers } = worker.state;
  if (!lastTickAt) {
    reasons.push('The worker has not looked for jobs yet');
  } else if (Date.now() - lastTickAt.getTime() > LONGEST_SILENCE_MS) {
    reasons.push(
      `The worker has not looked for jobs since ${lastTickAt.toISOString()}`,
    );
  }
  for (const { name, ageMs } of loops.filter(({ isLate }) => isLate)) {
    reasons.push(
      `The worker's ${name} loop has not ended a round for ${seconds(ageMs)} s`,
    );
  }
  return {
    status: reasons.length === 0 ? 'ok' : 'unavailable',
    reasons,
    worker: {
      last_tick_at: lastTickAt?.toISOString() ?? null,
      slots,
      busy,
      loops: loops.map(({ name, ageMs, failures }) => ({
        name,
        age_seconds: seconds(ageMs),
        failures,
      })),
      wake_up: wakeUp,
      takeovers,
      oldest_due_job_seconds:
        oldestDue === undefined ? null : seconds(oldestDue),
    },
    clusters: describeClusters(clusters, stores),
  };
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
