import { Flex } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { isInMotion } from '../../lib/storeState';
import { KubernetesEventsSection } from './KubernetesEventsSection';
import { LogSection } from './LogSection';
import { ResourcesSection } from './ResourcesSection';
import { UsageSection } from './UsageSection';

const MOVING_REFRESH_MS = 5_000;
const CALM_REFRESH_MS = 30_000;

/** What the store's cluster has of it. The objects come from the one watch that is there anyway. */
export function KubernetesTab(props: { store: StoreDetails }) {
  const { store } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const resources = useLiveQuery({
    // Another status is another set of objects.
    key: `${store.id}:${store.status}`,
    load: signal => storesApi.getResources(store.id, { signal }),
    refreshMs: () => (isInMotion(store) ? MOVING_REFRESH_MS : CALM_REFRESH_MS),
  });
  return (
    <Flex direction="column" gap="4">
      <UsageSection store={store} />
      <ResourcesSection resources={resources} />
      <LogSection store={store} resources={resources.value} />
      <KubernetesEventsSection store={store} />
    </Flex>
  );
}
