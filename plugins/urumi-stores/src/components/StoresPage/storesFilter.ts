import {
  ListStoresQuery,
  STORE_SORTS,
  STORE_STATUSES,
  StoreSort,
  StoreStatus,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** What the list shows. It stands in the address, so that a copied link shows the same. */
export interface StoresFilter {
  search: string;
  statuses: StoreStatus[];
  engines: string[];
  /** Entity refs. */
  owners: string[];
  clusters: string[];
  /** Only what the person who looks owns, alone or through a team. */
  mine: boolean;
  showDeleted: boolean;
  sort: StoreSort;
  /** Where the shown page begins; the first one without. */
  cursor?: string;
}

/** Newest first. */
export const DEFAULT_SORT: StoreSort = '-created_at';

/** The filter in an address. What cannot be right is left out. */
export function readStoresFilter(parameters: URLSearchParams): StoresFilter {
  const list = (name: string) => parameters.getAll(name).filter(Boolean);
  const statuses = list('status');
  const sort = parameters.get('sort');
  const cursor = parameters.get('cursor');
  return {
    search: parameters.get('q') ?? '',
    statuses: STORE_STATUSES.filter(status => statuses.includes(status)),
    engines: list('engine'),
    owners: list('owner'),
    clusters: list('cluster'),
    mine: parameters.get('mine') === 'true',
    showDeleted: parameters.get('deleted') === 'true',
    sort: STORE_SORTS.find(known => known === sort) ?? DEFAULT_SORT,
    ...(cursor && { cursor }),
  };
}

/** The filter as it stands in an address; what is as usual does not. */
export function writeStoresFilter(filter: StoresFilter): URLSearchParams {
  const parameters = new URLSearchParams();
  const set = (name: string, values: readonly (string | false | undefined)[]) =>
    values.forEach(value => value && parameters.append(name, value));
  set('q', [filter.search]);
  set('status', filter.statuses);
  set('engine', filter.engines);
  set('owner', filter.owners);
  set('cluster', filter.clusters);
  set('mine', [filter.mine && 'true']);
  set('deleted', [filter.showDeleted && 'true']);
  set('sort', [filter.sort !== DEFAULT_SORT && filter.sort]);
  set('cursor', [filter.cursor]);
  return parameters;
}

/** The same order, and everything else as a fresh page has it. */
export function clearedFilter(filter: StoresFilter): StoresFilter {
  return readStoresFilter(new URLSearchParams({ sort: filter.sort }));
}

/** Whether stores may be left out, besides the deleted ones. */
export function isNarrowed(filter: StoresFilter): boolean {
  const { search, statuses, engines, owners, clusters, mine } = filter;
  return (
    Boolean(search) ||
    mine ||
    [statuses, engines, owners, clusters].some(values => values.length > 0)
  );
}

/**
 * What the API is asked for.
 *
 * @param myRefs - the entity refs that the person who looks owns things through
 */
export function toListQuery(
  filter: StoresFilter,
  myRefs: readonly string[],
): ListStoresQuery {
  const { search, statuses, engines, clusters, cursor, sort } = filter;
  const owners = filter.mine ? [...myRefs] : filter.owners;
  return {
    sort,
    include_deleted: filter.showDeleted || statuses.includes('DELETED'),
    ...(search && { q: search }),
    ...(statuses.length > 0 && { status: statuses }),
    ...(engines.length > 0 && { engine: engines }),
    ...(owners.length > 0 && { owner: owners }),
    ...(clusters.length > 0 && { cluster: clusters }),
    ...(cursor && { cursor }),
  };
}
