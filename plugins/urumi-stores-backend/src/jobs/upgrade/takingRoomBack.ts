import { applyGuardrails } from '../../kubernetes/applyGuardrails';
import { classifyFailure } from '../classifyFailure';
import { guardrailOptions } from '../storeGuardrails';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep, StepContext } from '../types';

/**
 * A step that, when it fails, leaves the guardrails as the release needs them that the store has
 * then: no more room for the pods of two plans. Whoever goes on, with another attempt or back, makes
 * room anew.
 */
export function takingRoomBack(
  environment: StepEnvironment,
  step: JobStep,
): JobStep {
  return {
    name: step.name,
    async run(context) {
      try {
        return await step.run(context);
      } catch (error) {
        // After an outage of the cluster the same attempt goes on from here, and needs the room.
        if (!classifyFailure(error).infrastructure) {
          // The step's failure is what people are told; without this one there is only more room.
          await takeRoomBack(environment, context).catch(() => {});
        }
        throw error;
      }
    },
  };
}

async function takeRoomBack(
  environment: StepEnvironment,
  { store, appliedPlan, signal, assertOwned }: StepContext,
) {
  const applied = { ...store, plan: appliedPlan };
  const tools = storeTools(environment, applied);
  await applyGuardrails(tools.cluster.client, {
    ...guardrailOptions(applied, tools, environment.pullSecrets),
    signal,
    beforeChange: assertOwned,
  });
}
