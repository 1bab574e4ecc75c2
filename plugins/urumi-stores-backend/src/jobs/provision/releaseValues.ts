import { JsonObject } from '@backstage/types';
import { StoreEnginePlan } from '@urumi/backstage-plugin-urumi-stores-node';
import { ClusterConfig, shopUrl } from '../../config';
import { StoreRow } from '../../database/rows';
import { RegisteredEngine } from '../../engines/EngineRegistry';
import {
  STORE_SERVICE_ACCOUNT,
  storeLabels,
} from '../../kubernetes/guardrails';
import { CREDENTIALS_SECRET } from '../plan';

/** The part of a store that its objects in the cluster are made from. */
export type StoreIdentity = Pick<
  StoreRow,
  'id' | 'namespace' | 'hostname' | 'display_name' | 'parameters'
>;

/** The complete values of a store's chart. They hold no password. */
export function releaseValues(
  store: StoreIdentity,
  { engine, images }: Pick<RegisteredEngine, 'engine' | 'images'>,
  plan: StoreEnginePlan,
  cluster: ClusterConfig,
): JsonObject {
  return engine.values({
    storeId: store.id,
    displayName: store.display_name ?? undefined,
    hostname: store.hostname,
    url: shopUrl(cluster, store.hostname),
    parameters: JSON.parse(store.parameters) as JsonObject,
    plan,
    credentialsSecretName: CREDENTIALS_SECRET,
    serviceAccountName: STORE_SERVICE_ACCOUNT,
    images,
    ingressClassName: cluster.ingressClassName,
    storageClassName: cluster.storageClassName,
    commonLabels: storeLabels(store.id),
  });
}
