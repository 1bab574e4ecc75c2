import { LoggerService } from '@backstage/backend-plugin-api';
import { Readiness } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
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
  worker: JobWorker;
  clusters: ClusterRegistry;
  logger: LoggerService;
}): Promise<Readiness> {
  const { knex, worker, clusters, logger } = options;
  const reasons: string[] = [];
  let stores: StoresInCluster[] = [];
  try {
    stores = await storesInClusters(knex, WAITING_FOR_CLUSTER);
  } catch (error) {
    logger.error('The database does not answer', { error: String(error) });
    reasons.push('The database does not answer');
  }
  const { lastTickAt, slots, busy } = worker.state;
  if (!lastTickAt) {
    reasons.push('The worker has not looked for jobs yet');
  } else if (Date.now() - lastTickAt.getTime() > LONGEST_SILENCE_MS) {
    reasons.push(
      `The worker has not looked for jobs since ${lastTickAt.toISOString()}`,
    );
  }
  return {
    status: reasons.length === 0 ? 'ok' : 'unavailable',
    reasons,
    worker: { last_tick_at: lastTickAt?.toISOString() ?? null, slots, busy },
    clusters: describeClusters(clusters, stores),
  };
}
