import { reconcileRelease } from '../../helm/reconcileRelease';
import { healWorkloads } from '../../kubernetes/healWorkloads';
import { currentView, StepEnvironment, storeTools } from '../StoreTools';
import { JobStep } from '../types';
import { releaseValues } from './releaseValues';

/** Brings the Helm release to what the store asks for, in one short call that waits for nothing. */
export function releaseStep(environment: StepEnvironment): JobStep {
  return {
    name: 'release',
    async run({ store, job, signal, assertOwned, loadJobIds, write }) {
      const tools = storeTools(environment, store);
      const { cluster, chartDirectory, plan, helm } = tools;
      if (JSON.parse(job.payload).retry) {
        await assertOwned();
        await healWorkloads(cluster.client, {
          namespace: store.namespace,
          objects: currentView(cluster).objects(store.namespace),
          signal,
        });
      }
      const jobIds = await loadJobIds();
      const { revision, chartDigest, inventory } = await reconcileRelease({
        helm,
        client: cluster.client,
        release: store.release_name,
        namespace: store.namespace,
        storeId: store.id,
        operationId: job.id,
        fence: Number(job.fence),
        chartDirectory,
        values: releaseValues(store, tools, plan, cluster.config),
        reapply: job.action === 'RECONCILE',
        description: `${job.action.toLowerCase()} by ${job.actor}`,
        knownOperation: id => jobIds.has(id),
        onUnlocked: unlocked =>
          write({
            event: {
              type: 'helm.unlocked',
              level: 'warning',
              message: `Revision ${unlocked.revision}, left ${unlocked.status} by a worker that is gone, was unlocked.`,
            },
          }),
        assertOwned,
        signal,
      });
      return {
        state: 'done',
        message: `Helm release ${store.release_name} is at revision ${revision}.`,
        output: {
          revision,
          chart_digest: chartDigest ?? null,
          inventory: inventory.map(item => ({ ...item })),
        },
      };
    },
  };
}
