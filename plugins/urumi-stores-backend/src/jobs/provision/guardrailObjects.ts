import {
  StoreEngine,
  StoreEnginePlan,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { ClusterConfig } from '../../config';
import { buildGuardrails } from '../../kubernetes/guardrails';
import { KubernetesObject } from '../../kubernetes/KubernetesObject';
import { StoreIdentity } from './releaseValues';

/** What fences a store in: quota, limits, network policies and the service account of its pods. */
export function guardrailObjects(
  store: StoreIdentity,
  engine: StoreEngine,
  plan: StoreEnginePlan,
  cluster: ClusterConfig,
): KubernetesObject[] {
  return buildGuardrails({
    namespace: store.namespace,
    storeId: store.id,
    engine,
    plan,
    ingressNamespace: cluster.ingressNamespace,
  });
}
