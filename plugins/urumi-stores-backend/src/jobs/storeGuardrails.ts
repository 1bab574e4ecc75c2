import { StoreRow } from '../database/rows';
import {
  buildGuardrails,
  BuildGuardrailsOptions,
  buildNamespace,
} from '../kubernetes/guardrails';
import { KubernetesObject } from '../kubernetes/KubernetesObject';
import { StoreTools } from './StoreTools';

/** What the guardrails of a store are built from. */
export function guardrailOptions(
  store: Pick<StoreRow, 'id' | 'namespace'>,
  { cluster, engine, plan }: StoreTools,
  pullSecrets: readonly string[],
): BuildGuardrailsOptions {
  return {
    namespace: store.namespace,
    storeId: store.id,
    engine,
    plan,
    ingressNamespace: cluster.config.ingressNamespace,
    dnsNamespace: cluster.config.dnsNamespace,
    pullSecrets,
  };
}

/** The namespace of a store and what stands in it beside the chart, as it should be. */
export function storeGuardrails(
  options: BuildGuardrailsOptions,
): KubernetesObject[] {
  const { namespace, storeId } = options;
  return [buildNamespace({ namespace, storeId }), ...buildGuardrails(options)];
}
