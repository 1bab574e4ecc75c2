import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterClient } from '../kubernetes';
import { TestStore } from './TestStore';

/** The API server takes a policy up from a watch, and nothing tells when it has. */
const SETTLE_MS = 2_000;

/**
 * Changes the new pods of a store by an admission policy, so that nothing of the product has to
 * know how to break them.
 */
export async function setPodFault(
  client: ClusterClient,
  store: TestStore,
  options: {
    /** Label `app` of the pods. */
    app: string;
    /** What is applied to each pod, in CEL. */
    expression: string;
  },
): Promise<{ clear(): Promise<void> }> {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const kinds = [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
  ] as const;
  const name = `fault-${store.id}`;
  const specs = [
    {
      failurePolicy: 'Fail',
      reinvocationPolicy: 'Never',
      matchConstraints: {
        namespaceSelector: {
          matchLabels: { 'kubernetes.io/metadata.name': store.namespace },
        },
        objectSelector: { matchLabels: { app: options.app } },
        resourceRules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE'],
            resources: ['pods'],
          },
        ],
      },
      mutations: [
        {
          patchType: 'ApplyConfiguration',
          applyConfiguration: { expression: options.expression },
        },
      ],
    },
    { policyName: name },
  ];
  for (const [index, kind] of kinds.entries()) {
    await client.apply(
      { apiVersion, kind, metadata: { name }, spec: specs[index] },
      { fieldManager: 'urumi-test' },
    );
  }
  await sleep(SETTLE_MS);
  return {
    async clear() {
      for (const kind of kinds) {
        await client.delete(
          client.objectPath(apiVersion, kind, undefined, name),
        );
      }
      await sleep(SETTLE_MS);
    },
  };
}
