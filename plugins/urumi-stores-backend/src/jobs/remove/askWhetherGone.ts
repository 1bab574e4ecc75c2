import { RequestControl } from '../../kubernetes/ApiTransport';
import { ClusterClient } from '../../kubernetes/ClusterClient';
import { LISTED_KINDS, RELEASE_KIND, RemovedItem } from './removedItems';

/** What of an item is there: uids of objects that have its name. */
type UidsOf = (item: RemovedItem) => Promise<string[]>;

/**
 * Asks the API server for each item that has not been seen gone. As long as the namespace is
 * there, nobody asks for what is in it; once it is gone, so is all that was in it, which is all
 * that an account can know whose rights were bound in that namespace.
 *
 * @returns The items; those that are gone carry when and by which answer.
 */
export async function askWhetherGone(
  options: RequestControl & {
    client: ClusterClient;
    namespace: string;
    items: readonly RemovedItem[];
    isNamespaceThere: boolean;
    /** Whether the rights to ask for what was in the namespace have gone with it. */
    isOutOfReach: boolean;
    /** Epoch milliseconds of the database. */
    now: () => number;
  },
): Promise<RemovedItem[]> {
  const { client, namespace, items, now, ...rest } = options;
  const { isNamespaceThere, isOutOfReach, ...control } = rest;
  const uidsOf: UidsOf = async ({ kind, name }) => {
    if (kind === RELEASE_KIND) {
      const { items: secrets } = await client.list(
        client.objectPath('v1', 'Secret', namespace),
        {
          ...control,
          metadataOnly: true,
          labelSelector: `owner=helm,name=${name}`,
        },
      );
      return secrets.map(({ metadata }) => metadata.uid ?? '');
    }
    const object = await client.get(
      client.objectPath(LISTED_KINDS[kind] ?? 'v1', kind, namespace, name),
      { ...control, metadataOnly: true },
    );
    return object ? [object.metadata.uid ?? ''] : [];
  };
  return Promise.all(
    items.map(async item => {
      const isInNamespace =
        item.kind in LISTED_KINDS || item.kind === RELEASE_KIND;
      if (item.gone_at !== undefined || (isInNamespace && isNamespaceThere)) {
        return item;
      }
      if (isInNamespace && isOutOfReach) {
        return { ...item, gone_at: now(), answer: 'namespace_gone' };
      }
      const uids = await uidsOf(item);
      if (uids.length === 0) {
        return { ...item, gone_at: now(), answer: 'not_found' };
      }
      return item.uid === '' || uids.includes(item.uid)
        ? item
        : { ...item, gone_at: now(), answer: 'replaced' };
    }),
  );
}
