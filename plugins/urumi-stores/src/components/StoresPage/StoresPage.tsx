import { Container, Flex } from '@backstage/ui';
import { ApiErrorState } from '../ApiErrorState';
import { GuidedVisit } from '../GuidedVisit';
import { StoreLimits } from '../StoreLimits';
import { StoreNotices } from '../StoreNotices';
import { CreateStoreButton } from './CreateStoreButton';
import { OrphansLink } from './OrphansLink';
import { StoresFilterBar } from './StoresFilterBar';
import { StoresTable } from './StoresTable';
import { useStores } from './useStores';
import { useStoresFilter } from './useStoresFilter';

/** The list of stores, live. */
export function StoresPage() {
  const [filter, changeFilter] = useStoresFilter();
  const stores = useStores(filter);
  const isFiltered = Boolean(filter.search || filter.status);

  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        <GuidedVisit />
        <StoreNotices stores={stores.value?.items ?? []} />
        <Flex justify="between" align="end" gap="4">
          <StoresFilterBar filter={filter} onChange={changeFilter} />
          <Flex gap="2" align="start">
            <OrphansLink />
            <CreateStoreButton />
          </Flex>
        </Flex>
        <StoreLimits />
        {stores.error && (
          <ApiErrorState error={stores.error} onRetry={stores.reload} />
        )}
        {(stores.value || !stores.error) && (
          <StoresTable stores={stores} isFiltered={isFiltered} />
        )}
      </Flex>
    </Container>
  );
}
