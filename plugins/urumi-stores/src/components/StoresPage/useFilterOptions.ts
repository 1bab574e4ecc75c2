import useAsync from 'react-use/esm/useAsync';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  identityApiRef,
  useApi,
  useApiHolder,
} from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { urumiStoresApiRef } from '../../api';
import { loadMyRefs } from '../../lib/loadMyRefs';
import { StoresFilter } from './storesFilter';

/** Groups that are offered at most; others are reached by a link from their page. */
const MOST_GROUPS = 500;

interface Option {
  id: string;
  label: string;
}

/**
 * Engines, owners and clusters to choose from. What is chosen is always among them, also while the
 * others are not known, or cannot be read: the list is of use without them.
 */
export function useFilterOptions(
  filter: StoresFilter,
): Record<'engines' | 'owners' | 'clusters', Option[]> {
  const storesApi = useApi(urumiStoresApiRef);
  // An app without a catalog has no groups to offer.
  const catalogApi = useApiHolder().get(catalogApiRef);
  const identityApi = useApi(identityApiRef);

  const engines = useAsync(async () => {
    const offered = await storesApi.listEngines();
    return offered.map(({ id, title }) => ({ id, label: title }));
  }, [storesApi]);
  const clusters = useAsync(async () => {
    const offered = await storesApi.listClusters();
    return offered.map(({ name }) => ({ id: name, label: name }));
  }, [storesApi]);
  const myRefs = useAsync(() => loadMyRefs(identityApi), [identityApi]);
  const groups = useAsync(async () => {
    if (!catalogApi) {
      return [];
    }
    const { items } = await catalogApi.queryEntities({
      filter: { kind: 'group' },
      fields: ['kind', 'metadata.name', 'metadata.namespace', 'metadata.title'],
      limit: MOST_GROUPS,
    });
    return items.map(group => ({
      id: stringifyEntityRef(group),
      label: group.metadata.title ?? group.metadata.name,
    }));
  }, [catalogApi]);

  const owners = completed(
    [
      ...(groups.value ?? []),
      ...(myRefs.value ?? []).map(ref => ({ id: ref, label: refLabel(ref) })),
    ],
    filter.owners,
    refLabel,
  );
  return {
    engines: completed(engines.value ?? [], filter.engines),
    clusters: completed(clusters.value ?? [], filter.clusters),
    owners: owners.sort((a, b) => a.label.localeCompare(b.label)),
  };
}

/** Each option once, and what is chosen as well. */
function completed(
  options: Option[],
  chosen: readonly string[],
  label: (id: string) => string = id => id,
): Option[] {
  const byId = new Map<string, Option>();
  for (const option of [
    ...options,
    ...chosen.map(id => ({ id, label: label(id) })),
  ]) {
    if (!byId.has(option.id)) {
      byId.set(option.id, option);
    }
  }
  return [...byId.values()];
}

/** A ref from an address may be none. */
function refLabel(ref: string): string {
  try {
    const { namespace, name } = parseEntityRef(ref);
    return namespace === 'default' ? name : `${namespace}/${name}`;
  } catch {
    return ref;
  }
}
