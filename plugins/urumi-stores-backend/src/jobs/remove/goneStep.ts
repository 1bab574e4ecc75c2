import { Cluster } from '../../clusters/ClusterRegistry';
import { StoreRow } from '../../database/rows';
import { KubernetesObject } from '../../kubernetes/KubernetesObject';
import { currentView, StepEnvironment } from '../StoreTools';
import { JobStep, StepContext, StepFailedError } from '../types';
import { askWhetherGone } from './askWhetherGone';
import { findNamespace, FoundNamespace } from './ownedNamespace';
import { mergeItems, readItems, RemovedItem, writeItems } from './removedItems';

const RECHECK_MS = 15_000;
const DEADLINE_MS = 15 * 60_000;

/**
 * Waits until the API server has answered 404 for the namespace, for every volume of it, and for
 * each thing that was in it. Nothing is forced: what holds the deletion up is named.
 */
export function goneStep({ clusters }: StepEnvironment): JobStep {
  return {
    name: 'gone',
    async run(context) {
      const { store, waitedMs } = context;
      const cluster = clusters.get(store.cluster);
      const view = currentView(cluster);
      const look = () => {
        const { namespace, pods, volumes } = view.objects(store.namespace);
        return {
          isClear: !namespace && volumes.length === 0,
          left: [...pods, ...volumes].map(({ uid }) => uid).join(),
        };
      };
      const before = look();
      const found = await findNamespace(cluster, context);
      const items = await askWhetherGone({
        client: cluster.client,
        namespace: store.namespace,
        items: knownItems(context, cluster, found),
        isNamespaceThere: found.owned !== undefined,
        isOutOfReach: cluster.config.storeRole !== undefined,
        now: await context.startClock(),
        signal: context.signal,
      });
      const left = items.filter(item => item.gone_at === undefined);
      const output = { items: writeItems(items) };
      if (left.length === 0) {
        return {
          state: 'done',
          message: 'Namespace and volumes are gone.',
          output: { ...output, namespace: store.namespace },
        };
      }
      const message = describe(
        store,
        found.owned,
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
      const judgeChange = () => {
        const now = look();
        if (now.isClear) {
          return 'at once';
        }
        return now.left === before.left ? undefined : 'soon';
      };
      return {
        state: 'waiting',
        waitingFor: 'deletion',
        message,
        recheckMs: RECHECK_MS,
        deadlineMs: DEADLINE_MS,
        output,
        // What the view does not show, only another look at the API server can find gone.
        parked: before.isClear
          ? undefined
          : () => view.expect(store.id, judgeChange),
      };
    },
  };
}

/** What has been seen of the store so far, by this step and by those before it. */
function knownItems(
  { store, previous, outputOf }: StepContext,
  { view }: Cluster,
  { owned, foreign }: FoundNamespace,
): RemovedItem[] {
  const noted = outputOf('namespace')?.volumes;
  // What is claimed from somebody else's namespace is not the store's to wait for.
  const seen = foreign ? [] : view.objects(store.namespace).volumes;
  return mergeItems([
    ...readItems(previous),
    ...readItems(outputOf('inventory')),
    ...(owned
      ? [
          {
            kind: 'Namespace',
            name: owned.metadata.name,
            uid: owned.metadata.uid ?? '',
          },
        ]
      : []),
    ...seen.map(({ name, uid }) => ({ kind: 'PersistentVolume', name, uid })),
    ...(Array.isArray(noted) ? noted : []).map(name => ({
      kind: 'PersistentVolume',
      name: String(name),
      uid: '',
    })),
  ]);
}

function describe(
  store: StoreRow,
  namespace: KubernetesObject | undefined,
  left: readonly RemovedItem[],
  pods: string[],
): string {
  if (!namespace) {
    const names = left.map(({ kind, name }) => `${kind} ${name}`);
    return `Waiting for ${names.join(', ')} to go.`;
  }
  const { conditions = [] } = (namespace.status ?? {}) as {
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
