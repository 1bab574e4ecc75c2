import { reconcileRelease } from '../../helm/reconcileRelease';
import { healWorkloads } from '../../kubernetes/healWorkloads';
import {
  currentView,
  StepEnvironment,
  StoreTools,
  storeTools,
} from '../StoreTools';
import { readPayload } from '../jobInput';
import { JobStep, StepContext } from '../types';
import { ReleaseSource, withRelease } from '../withRelease';

/** Brings the Helm release to what the store asks for, in one short call that waits for nothing. */
export function releaseStep(environment: StepEnvironment): JobStep {
  return {
    name: 'release',
    async run(context) {
      const { store, job, signal, assertOwned, outputOf } = context;
      const tools = storeTools(environment, store);
      const { cluster } = tools;
      if (JSON.parse(job.payload).retry) {
        await assertOwned();
        await healWorkloads(cluster.client, {
          namespace: store.namespace,
          objects: currentView(cluster).objects(store.namespace),
          signal,
        });
      }
      return withRelease(environment, { store, job, tools }, async source => {
        const outcome = await bringAbout(tools, context, source);
        const { revision, chartVersion, chartDigest, inventory } = outcome;
        return {
          state: 'done',
          message: `Helm release ${store.release_name} is at revision ${revision}.`,
          output: {
            revision,
            chart_digest: chartDigest ?? null,
            chart_version: chartVersion,
            images: source.images,
            values: source.values,
            guardrails: outputOf('guardrails')?.guardrails ?? {},
            inventory: inventory.map(item => ({ ...item })),
          },
          change: {
            applied: {
              plan: store.plan,
              parameters: store.parameters,
              chart_version: chartVersion,
            },
          },
        };
      });
    },
  };
}

async function bringAbout(
  { cluster, helm }: StoreTools,
  context: StepContext,
  source: ReleaseSource,
) {
  const { store, job, signal, assertOwned, loadJobIds, write } = context;
  const isChange = job.action === 'UPGRADE' || job.action === 'ROLLBACK';
  return reconcileRelease({
    helm,
    client: cluster.client,
    release: store.release_name,
    namespace: store.namespace,
    storeId: store.id,
    operationId: job.id,
    fence: Number(job.fence),
    chartDirectory: source.chartDirectory,
    chartDigest: source.chartDigest,
    values: source.values,
    reapply: isChange || job.action === 'RECONCILE',
    mayUpgrade: isChange || readPayload(job)?.target !== undefined,
    description: `${job.action.toLowerCase()} by ${job.actor}`,
    knownOperation: async id => (await loadJobIds()).has(id),
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
}
