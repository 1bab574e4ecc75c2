import { StoreEnginePlan } from '@urumi/backstage-plugin-urumi-stores-node';
import { ChartLibrary } from '../charts/ChartLibrary';
import { Cluster, ClusterRegistry } from '../clusters/ClusterRegistry';
import { StoreRow } from '../database/rows';
import {
  EngineRegistry,
  findPlan,
  RegisteredEngine,
} from '../engines/EngineRegistry';
import { HelmCli } from '../helm/HelmCli';
import { ClusterUnreachableError } from '../kubernetes/errors';
import { StepFailedError } from './types';

/** What the steps of all stores work with. */
export interface StepEnvironment {
  clusters: ClusterRegistry;
  engines: EngineRegistry;
  helm: HelmCli;
  charts: ChartLibrary;
  /** Docker configurations that every namespace gets. */
  pullSecrets: readonly string[];
}

/** What the steps of one store work with. */
export interface StoreTools extends RegisteredEngine {
  cluster: Cluster;
  plan: StoreEnginePlan;
  helm: HelmCli;
}

/**
 * Finds cluster, engine and plan of a store.
 *
 * @throws StepFailedError when the platform no longer has its engine or plan.
 */
export function storeTools(
  environment: StepEnvironment,
  store: StoreRow,
): StoreTools {
  const registered = environment.engines.get(store.engine);
  const plan = registered && findPlan(registered.engine, store.plan);
  if (!registered || !plan) {
    throw new StepFailedError({
      code: 'EngineMissing',
      message: `The platform has no engine '${store.engine}' with a plan '${store.plan}'.`,
      error_class: 'operator_fixable',
      owner: 'platform_operator',
      next_action:
        'Install the module of that engine in the backend again, then retry.',
    });
  }
  return {
    ...registered,
    plan,
    cluster: environment.clusters.get(store.cluster),
    helm: environment.helm,
  };
}

/**
 * The shared watch of a cluster, if it shows the cluster as it is now.
 *
 * @throws ClusterUnreachableError when it does not: nothing is ever decided on a stale view.
 */
export function currentView(cluster: Cluster): Cluster['view'] {
  const { reachable, synced, message } = cluster.view.status();
  if (!reachable || !synced) {
    throw new ClusterUnreachableError(
      message ??
        `The cluster '${cluster.config.name}' is not seen at the moment.`,
    );
  }
  return cluster.view;
}
