import { StoreStatus } from './statuses';
import { Store } from './store';
import { StoreSort } from './storeSorts';

/** How many stores one call of `GET /stores` can ask for by `id`. @public */
export const MAX_STORE_IDS = 100;

/** Query of `GET /stores`. @public */
export interface ListStoresQuery {
  /** 1 to 1000. */
  limit?: number;
  cursor?: string;
  /** At most {@link MAX_STORE_IDS}. Those that there are not, or that the caller may not see, are left out. */
  id?: string[];
  status?: StoreStatus[];
  engine?: string[];
  owner?: string[];
  cluster?: string[];
  /** Start of the display name, the id or the host name. */
  q?: string;
  /** Default true without a page, as the bare list shows deleted stores too. */
  include_deleted?: boolean;
  /** Default `-created_at`, newest first. */
  sort?: StoreSort;
  /** Adds `X-Total-Count`. */
  count?: boolean;
}

/** One page of stores. @public */
export interface StorePage {
  items: Store[];
  /** Pass it as `cursor` for the next page; absent on the last one. */
  nextCursor?: string;
  /** Pass it as `cursor` for the page before; absent on the first one. */
  previousCursor?: string;
  totalCount?: number;
}
