import useMediaQuery from '@material-ui/core/useMediaQuery';
import { Container, Flex, Skeleton, VisuallyHidden } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { NARROW } from '../../lib/narrow';
import { readApiError } from '../../lib/readApiError';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { GuidedVisit } from '../GuidedVisit';
import { StoreLimits } from '../StoreLimits';
import { StoreNotices } from '../StoreNotices';
import { BulkActions } from '../BulkActions';
import { CreateStoreButton } from './CreateStoreButton';
import { OrphansLink } from './OrphansLink';
import { StoresCards } from './StoresCards';
import { StoresEmptyState } from './StoresEmptyState';
import { StoresFilterBar } from './StoresFilterBar';
import { StoresPagination } from '../StoresPagination';
import { StoresTable } from './StoresTable';
import { isNarrowed } from './storesFilter';
import { useStores } from './useStores';
import { useStoresFilter } from './useStoresFilter';
import { useStoresSelection } from './useStoresSelection';

/** The list of stores, live. */
export function StoresPage() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const isNarrow = useMediaQuery(NARROW, { noSsr: true });
  const [filter, changeFilter] = useStoresFilter();
  const stores = useStores(filter, changeFilter);
  const items = stores.value?.items ?? [];
  const selection = useStoresSelection(
    JSON.stringify({ ...filter, cursor: undefined }),
    items,
  );
  // Rows of another list below an error would look like those that were asked for.
  const isLost = Boolean(stores.error) && (stores.isStale || !stores.value);
  const isEmpty = stores.value !== undefined && items.length === 0;

  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        <GuidedVisit />
        <StoreNotices stores={items} />
        <Flex
          justify="between"
          align={isNarrow ? 'stretch' : 'center'}
          direction={isNarrow ? 'column-reverse' : 'row'}
          gap="4"
        >
          <Flex direction="column" gap="2">
            <StoreLimits />
          </Flex>
          <Flex gap="2" align="start" justify="end">
            <OrphansLink />
            {(!isEmpty || isNarrowed(filter)) && <CreateStoreButton />}
          </Flex>
        </Flex>
        <StoresFilterBar filter={filter} onChange={changeFilter} />
        {stores.error && (
          <ApiErrorState
            error={stores.error}
            hint={
              readApiError(stores.error).kind === 'invalid'
                ? t('list.invalidHint')
                : t('list.errorHint')
            }
            deniedHint={t('list.deniedHint')}
            onRetry={stores.reload}
          />
        )}
        <VisuallyHidden role="status">
          {stores.value && !stores.isStale
            ? t('list.shown', { number: String(items.length) })
            : ''}
        </VisuallyHidden>
        {!isLost && (
          <>
            {isEmpty && !stores.isStale && (
              <StoresEmptyState filter={filter} onChange={changeFilter} />
            )}
            {!isEmpty && !isNarrow && (
              <StoresTable
                stores={stores}
                filter={filter}
                onChange={changeFilter}
                selection={selection}
              />
            )}
            {!isEmpty && isNarrow && stores.value && (
              <StoresCards stores={stores} selection={selection} />
            )}
            {(!stores.value || (isEmpty && stores.isStale)) && isNarrow && (
              <Skeleton height={160} />
            )}
            <StoresPagination stores={stores} />
          </>
        )}
        <BulkActions selection={selection} />
      </Flex>
    </Container>
  );
}
