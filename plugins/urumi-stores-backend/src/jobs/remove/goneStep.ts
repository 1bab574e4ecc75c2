import { Cluster } from '../../clusters/ClusterRegistry';
import { StoreRow } from '../../database/rows';
import { KubernetesObject } from '../../kubernetes/KubernetesObject';
import { currentView, StepEnvironment } from '../StoreTools';
import { JobStep, StepContext, StepFailedError } from '../types';
import { findNamespace } from './ownedNamespace';

const RECHECK_MS = 15_000;
const DEADLINE_MS = 15 * 60_000;

/**
 * Waits until the API server answers 404 for the namespace and for every volume of it. Nothing is
 * forced: what holds the deletion up is named.
 */
export function goneStep({ clusters }: StepEnvironment): JobStep {
  return {
    name: 'gone',
    async run(context) {
      const { store, waitedMs } = context;
      const cluster = clusters.get(store.cluster);
      const view = currentView(cluster);
      const left = await findLeftovers(cluster, context);
      if (left.volumes.length === 0 && !left.namespace) {
        return {
          state: 'done',
          message: 'Namespace and volumes are gone.',
          output: {
            namespace: store.namespace,
            volumes: notedVolumes(context),
          },
        };
      }
      const message = describe(
        store,
        left,
        view.objects(store.namespace).pods.map(({ name }) => name),
      );
      if (waitedMs >= DEADLINE_MS) {
        throw new StepFailedError({
          code: 'DeletionBlocked',
          message,
          error_class: 'operator_fixable',
          owner: 'platform_operator',
          next_action:
            'Remove what holds the deletion up, then delete the store again.',
        });
      }
      return {
        state: 'waiting',
        waitingFor: 'deletion',
        message,
        recheckMs: RECHECK_MS,
        deadlineMs: DEADLINE_MS,
        changed: () => {
          const seen = view.objects(store.namespace);
          return !seen.namespace && seen.volumes.length === 0;
        },
      };
    },
  };
}

interface Leftovers {
  namespace: KubernetesObject | undefined;
  volumes: string[];
}

/** Asks the API server itself; the view only adds volumes that nobody noted. */
async function findLeftovers(
  { client, view }: Cluster,
  context: StepContext,
): Promise<Leftovers> {
  const { store, signal } = context;
  const { owned, foreign } = await findNamespace(client, context);
  // What is claimed from somebody else's namespace is not the store's to wait for.
  const seen = foreign ? [] : view.objects(store.namespace).volumes;
  const names = new Set([
    ...notedVolumes(context),
    ...seen.map(({ name }) => name),
  ]);
  const volumes: string[] = [];
  for (const name of names) {
    const path = client.objectPath('v1', 'PersistentVolume', undefined, name);
    if (await client.get(path, { signal })) {
      volumes.push(name);
    }
  }
  return { namespace: owned, volumes };
}

function notedVolumes({ outputOf }: StepContext): string[] {
  const volumes = outputOf('namespace')?.volumes;
  return Array.isArray(volumes) ? volumes.map(String) : [];
}

function describe(store: StoreRow, left: Leftovers, pods: string[]): string {
  if (!left.namespace) {
    return `Waiting for the volumes ${left.volumes.join(', ')} to go.`;
  }
  const { conditions = [] } = (left.namespace.status ?? {}) as {
    conditions?: { status: string; message?: string; type: string }[];
  };
  const blocking = conditions
    .filter(
      ({ status, type }) => status === 'True' && /Remaining|Failure/.test(type),
    )
    .map(({ message }) => message)
    .join(' ');
  return [
    `Waiting for namespace ${store.namespace} to go.`,
    ...(pods.length > 0 ? [`Pods that still end: ${pods.join(', ')}.`] : []),
    blocking,
  ]
    .join(' ')
    .trim();
}
