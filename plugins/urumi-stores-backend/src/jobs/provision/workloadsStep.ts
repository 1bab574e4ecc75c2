import { JsonObject } from '@backstage/types';
import { ClassifiedError } from '../../kubernetes/errors';
import { evaluateWorkloads } from '../../kubernetes/evaluateWorkloads';
import { WorkloadReference } from '../../kubernetes/workloadHealth';
import { currentView, StepEnvironment, storeTools } from '../StoreTools';
import { JobStep, StepFailedError } from '../types';

/** Without a change in the cluster the store is looked at again after this time. */
const RECHECK_MS = 20_000;

/**
 * Waits, without holding a worker, until all workloads of the release are ready. Fails at once for
 * what no waiting heals, and at the engine's deadline for what is merely slow.
 */
export function workloadsStep(environment: StepEnvironment): JobStep {
  return {
    name: 'workloads',
    async run({ store, waitedMs, outputOf }) {
      const { cluster, engine } = storeTools(environment, store);
      const view = currentView(cluster);
      const inventory = readInventory(outputOf('release'));
      const began = Date.now() - waitedMs;
      const evaluate = (now: number) =>
        evaluateWorkloads({
          objects: view.objects(store.namespace),
          inventory,
          components: engine.components,
          now,
          // What an earlier attempt left gets the same time to heal.
          notBefore: began,
        });
      const lookedAt = Date.now();
      const verdict = evaluate(lookedAt);
      if (verdict.state === 'ready') {
        return { state: 'done', message: verdict.message };
      }
      if (verdict.state === 'failed') {
        const { cause, infrastructure } = verdict;
        throw infrastructure
          ? new ClassifiedError({
              code: cause.code,
              message: cause.message,
              errorClass: cause.error_class,
              nextAction: cause.next_action,
              infrastructure,
            })
          : new StepFailedError(cause);
      }
      if (waitedMs >= engine.readinessDeadlineMs) {
        throw new StepFailedError({
          code: 'NotReadyInTime',
          message: `The store was not ready after ${Math.round(
            engine.readinessDeadlineMs / 60_000,
          )} minutes: ${verdict.message}`,
          error_class: 'user_fixable',
          owner: 'store_owner',
          next_action:
            'Look at the Kubernetes tab for the pod that is not ready, then retry.',
        });
      }
      const recheckMs = Math.min(
        verdict.recheckAfterMs ?? RECHECK_MS,
        RECHECK_MS,
      );
      const judgeChange = () => {
        const now = Date.now();
        const changed = evaluate(now);
        if (changed.state !== 'progressing') {
          return 'at once';
        }
        const { message, recheckAfterMs = Infinity } = changed;
        const isDueSooner = now + recheckAfterMs < lookedAt + recheckMs;
        return isDueSooner || message !== verdict.message ? 'soon' : undefined;
      };
      return {
        state: 'waiting',
        waitingFor: 'workloads',
        message: verdict.message,
        recheckMs,
        deadlineMs: engine.readinessDeadlineMs,
        parked: () => view.expect(store.id, judgeChange),
      };
    },
  };
}

function readInventory(output: JsonObject | undefined): WorkloadReference[] {
  if (!Array.isArray(output?.inventory)) {
    throw new Error('The release step has left no inventory');
  }
  return output.inventory as unknown as WorkloadReference[];
}
