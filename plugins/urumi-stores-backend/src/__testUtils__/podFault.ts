import { ClusterClient } from '../kubernetes';
import { AdmissionPolicy, applyAdmissionPolicy } from './admissionPolicy';

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
    /** What is changed in each pod, in CEL: an object to apply, or a list of JSON patches. */
    expression: string;
  },
): Promise<AdmissionPolicy> {
  const { namespace, podLabels, expression } = options;
  return applyAdmissionPolicy(client, {
    kind: 'MutatingAdmissionPolicy',
    spec: {
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
        expression.startsWith('[')
          ? { patchType: 'JSONPatch', jsonPatch: { expression } }
          : {
              patchType: 'ApplyConfiguration',
              applyConfiguration: { expression },
            },
      ],
    },
  });
}

/** Pods that were made under a fault are made anew without it. */
export async function removePods(
  client: ClusterClient,
  namespace: string,
): Promise<void> {
  const path = client.objectPath('v1', 'Pod', namespace);
  const { items } = await client.list(path);
  for (const { metadata } of items) {
    await client.delete(`${path}/${metadata.name}`);
  }
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
