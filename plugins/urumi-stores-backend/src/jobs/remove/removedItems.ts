import { JsonObject } from '@backstage/types';
import { ReceiptItem } from '../../database/rows';

/** Something that goes with a store; it is gone once `gone_at` is there. */
export type RemovedItem = Omit<ReceiptItem, 'gone_at' | 'answer'> &
  Partial<Pick<ReceiptItem, 'gone_at' | 'answer'>>;

/** The kinds that are listed, with their group and version. All of them live in the namespace. */
export const LISTED_KINDS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Pod: 'v1',
  Service: 'v1',
  Ingress: 'networking.k8s.io/v1',
  PersistentVolumeClaim: 'v1',
  ConfigMap: 'v1',
  Secret: 'v1',
};

/** Kind of a Helm release among the items; its uid is that of the Secret of its newest revision. */
export const RELEASE_KIND = 'HelmRelease';

/** The items that a step has put out. */
export function readItems(output: JsonObject | undefined): RemovedItem[] {
  return Array.isArray(output?.items)
    ? (output.items as unknown as RemovedItem[])
    : [];
}

/**
 * The items of the step that has seen all of them gone.
 *
 * @throws Error for one that nobody has seen gone: no receipt may say that it is.
 */
export function readGoneItems(output: JsonObject | undefined): ReceiptItem[] {
  return readItems(output).map(({ gone_at: goneAt, answer, ...item }) => {
    if (goneAt === undefined || answer === undefined) {
      throw new Error(`${item.kind} ${item.name} was not seen gone`);
    }
    return { ...item, gone_at: goneAt, answer };
  });
}

/** Items as a step puts them out. */
export function writeItems(items: readonly RemovedItem[]): JsonObject[] {
  return items.map(item => ({ ...item }));
}

/**
 * All items once. What stands further in front knows more of an item; one without a uid is the
 * same as any of its name.
 */
export function mergeItems(items: readonly RemovedItem[]): RemovedItem[] {
  const merged: RemovedItem[] = [];
  for (const item of items) {
    const isKnown = merged.some(
      ({ kind, name, uid }) =>
        kind === item.kind &&
        name === item.name &&
        (uid === item.uid || !uid || !item.uid),
    );
    if (!isKnown) {
      merged.push(item);
    }
  }
  return merged;
}
