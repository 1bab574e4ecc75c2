import { v7 as uuidv7 } from 'uuid';
import {
  queuedConditions,
  withConditions,
} from '../conditions/storeConditions';
import { ClusterConfig } from '../config';
import { NewStoreRows } from '../database/operations/insertStoreWithJob';
import { freezeInput } from '../jobs/jobInput';
import { JOB_PRIORITY, JOB_STEPS, MAX_ATTEMPTS } from '../jobs/plan';
import { Caller } from './callers';
import { StoreRequest } from './StoreRequestReader';

/**
 * What is written of a store that is asked for: the store, the job that makes it, and the first event of its log.
 *
 * @param options - `adopted`: the store has a namespace already, which is never made anew.
 */
export function newStoreRows(
  caller: Caller,
  request: StoreRequest,
  options: {
    id: string;
    namespace: string;
    cluster: Pick<ClusterConfig, 'name' | 'baseDomain'>;
    event: NewStoreRows['event'];
    adopted?: boolean;
  },
): NewStoreRows {
  const { registered, plan, owner, displayName, parameters } = request;
  const { id, namespace, cluster, event, adopted } = options;
  const hostname = request.hostname ?? `${namespace}.${cluster.baseDomain}`;
  const chartVersion = registered.chart.version;
  return {
    store: {
      id,
      engine: registered.engine.id,
      displayName,
      namespace,
      plan: plan.name,
      cluster: cluster.name,
      owner,
      createdBy: caller.principal,
      hostname,
      parameters,
      chartVersion,
      conditions: withConditions([], queuedConditions(), Date.now()),
    },
    job: {
      id: uuidv7(),
      storeId: id,
      action: 'PROVISION',
      priority: JOB_PRIORITY.PROVISION,
      maxAttempts: MAX_ATTEMPTS,
      actor: caller.principal,
      payload: {
        ...freezeInput({
          display_name: displayName ?? null,
          hostname,
          plan: plan.name,
          parameters: JSON.stringify(parameters),
          chart_version: chartVersion,
        }),
        ...(adopted && { adopted }),
      },
      steps: JOB_STEPS.PROVISION,
    },
    event,
  };
}
