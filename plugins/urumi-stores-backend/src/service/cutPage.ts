import { StoreSort } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreRow } from '../database/rows';
import { storeOrderKey } from '../database/storeOrder';
import { Cursor, encodeCursor } from '../schema';

/**
 * The page among rows that may be one more than it holds, and the cursors of its neighbours.
 *
 * @remarks
 * The row too many is the last one, or the first one where the list was read backwards. On the
 * side from which the reader came there is a neighbour.
 */
export function cutPage(
  rows: StoreRow[],
  options: { sort: StoreSort; limit: number; cursor?: Cursor },
): { page: StoreRow[]; nextCursor?: string; previousCursor?: string } {
  const { sort, limit, cursor } = options;
  const isBackward = Boolean(cursor?.backward);
  const hasMore = rows.length > limit;
  const page = isBackward ? rows.slice(-limit) : rows.slice(0, limit);
  const [first, last] = [page.at(0), page.at(-1)];
  const hasNext = isBackward || hasMore;
  const hasPrevious = isBackward ? hasMore : Boolean(cursor);

  const beside = (store: StoreRow) => {
    const key = storeOrderKey(store, sort);
    return {
      list: 'stores',
      sort,
      ...(key !== undefined && { key }),
      createdAt: Number(store.created_at),
      id: store.id,
    } as const;
  };
  return {
    page,
    ...(hasNext && last && { nextCursor: encodeCursor(beside(last)) }),
    ...(hasPrevious &&
      first && {
        previousCursor: encodeCursor({ ...beside(first), backward: true }),
      }),
  };
}
