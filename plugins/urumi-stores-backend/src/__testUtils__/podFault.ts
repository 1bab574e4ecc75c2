import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { ClusterClient } from '../kubernetes';

/** The API server takes a policy up from a watch, and nothing tells when it has. */
const SETTLE_MS = 2_000;

/**
 * Changes new pods by an admission policy, so that nothing of the product has to know how to break
 * them.
 */
export async function setPodFault(
  client: ClusterClient,
  options: {
    /** Where; everywhere when left out. */
    namespace?: string;
    podLabels: Record<string, string>;
    /** What is applied to each pod, in CEL. */
    expression: string;
  },
): Promise<{ clear(): Promise<void> }> {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const kinds = [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
  ] as const;
  const { namespace, podLabels, expression } = options;
  const name = `fault-${uuid()}`;
  const specs = [
    {
      failurePolicy: 'Fail',
      reinvocationPolicy: 'Never',
      matchConstraints: {
        namespaceSelector: namespace
          ? { matchLabels: { 'kubernetes.io/metadata.name': namespace } }
          : {},
        objectSelector: { matchLabels: podLabels },
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
          applyConfiguration: { expression },
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

/** What makes a simulated pod break, in CEL. */
export function simulatedFault(
  mode: 'image-pull' | 'crash-loop' | 'never-ready' | 'job',
): string {
  return annotation('sim.urumi.dev/fail', mode);
}

/** What makes a simulated pod take its time to get ready, in CEL. */
export function simulatedStartDelay(delay: `${number}s`): string {
  return annotation('sim.urumi.dev/start-delay', delay);
}

function annotation(name: string, value: string): string {
  return `Object{metadata: Object.metadata{annotations: {"${name}": "${value}"}}}`;
}
