import {
  StoreEngine,
  StoreEnginePlan,
} from '@urumi/backstage-plugin-urumi-stores-node';
import {
  MANAGED_LABEL,
  STORE_LABEL,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { KubernetesObject } from './KubernetesObject';
import { PLATFORM_LABEL } from './platformMark';
import { networkPolicySpecs, StoreSurroundings } from './networkPolicies';

/** Service account that the pods of a store run as. It has no rights and no token. */
export const STORE_SERVICE_ACCOUNT = 'store';

/** Annotation of a namespace that says who made it. */
export const OWNER_ANNOTATION = 'urumi.io/owned-by';

/** Value of {@link OWNER_ANNOTATION}. */
export const OWNER = 'urumi-stores';

/** Annotation of a namespace: what store it was made for, as JSON. It holds no password. */
export const STORE_RECORD_ANNOTATION = 'urumi.io/store-record';

/** The version of the Pod Security standard that our charts are written for. */
const POD_SECURITY_VERSION = 'v1.36';

export interface BuildNamespaceOptions {
  namespace: string;
  storeId: string;
  /** See {@link STORE_RECORD_ANNOTATION}. */
  record?: string;
  /** Name of the platform, see {@link PLATFORM_LABEL}. */
  platform?: string;
}

export interface BuildGuardrailsOptions
  extends Omit<BuildNamespaceOptions, 'record' | 'platform'>,
    StoreSurroundings {
  engine: Pick<StoreEngine, 'network'>;
  plan: Pick<StoreEnginePlan, 'quota' | 'limitRange'>;
  /** Docker configurations as JSON: logins of the registries that the images come from. */
  pullSecrets: readonly string[];
}

/** Labels of every object of a store. */
export function storeLabels(storeId: string): Record<string, string> {
  return { [MANAGED_LABEL]: 'true', [STORE_LABEL]: storeId };
}

/** The namespace of a store, held to the Pod Security standard `restricted`. */
export function buildNamespace({
  namespace,
  storeId,
  record,
  platform,
}: BuildNamespaceOptions): KubernetesObject {
  const podSecurity = 'pod-security.kubernetes.io';
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: {
        ...storeLabels(storeId),
        ...(platform !== undefined && { [PLATFORM_LABEL]: platform }),
        [`${podSecurity}/enforce`]: 'restricted',
        [`${podSecurity}/enforce-version`]: POD_SECURITY_VERSION,
        [`${podSecurity}/audit`]: 'restricted',
        [`${podSecurity}/warn`]: 'restricted',
      },
      annotations: {
        [OWNER_ANNOTATION]: OWNER,
        ...(record !== undefined && { [STORE_RECORD_ANNOTATION]: record }),
      },
    },
  };
}

/**
 * What keeps a store within its bounds. It is no part of the store's chart, so that no upgrade,
 * rollback or edit of values can loosen it.
 */
export function buildGuardrails(
  options: BuildGuardrailsOptions,
): KubernetesObject[] {
  const { namespace, storeId, engine, plan, pullSecrets } = options;
  const object = (
    apiVersion: string,
    kind: string,
    name: string,
    content: Record<string, unknown>,
  ): KubernetesObject => ({
    apiVersion,
    kind,
    metadata: { name, namespace, labels: storeLabels(storeId) },
    ...content,
  });
  const withoutToken = { automountServiceAccountToken: false };
  const pullSecretName = (index: number) => `registry-${index + 1}`;
  const { defaultRequest, default: defaults, maxVolume } = plan.limitRange;
  const policies = networkPolicySpecs(engine.network, options);
  return [
    ...pullSecrets.map((dockerConfig, index) =>
      object('v1', 'Secret', pullSecretName(index), {
        type: 'kubernetes.io/dockerconfigjson',
        data: {
          '.dockerconfigjson': Buffer.from(dockerConfig).toString('base64'),
        },
      }),
    ),
    object('v1', 'ServiceAccount', STORE_SERVICE_ACCOUNT, {
      ...withoutToken,
      // The kubelet takes them for every pod of the account: no chart has to know of them.
      imagePullSecrets: pullSecrets.map((_, index) => ({
        name: pullSecretName(index),
      })),
    }),
    object('v1', 'ServiceAccount', 'default', withoutToken),
    object('v1', 'LimitRange', 'store', {
      spec: {
        limits: [
          { type: 'Container', default: defaults, defaultRequest },
          { type: 'PersistentVolumeClaim', max: { storage: maxVolume } },
        ],
      },
    }),
    object('v1', 'ResourceQuota', 'store', {
      spec: {
        hard: {
          ...plan.quota,
          'services.loadbalancers': '0',
          'services.nodeports': '0',
        },
      },
    }),
    ...Object.entries(policies).map(([name, spec]) =>
      object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec }),
    ),
  ];
}
