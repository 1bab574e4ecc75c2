import { useParams } from 'react-router-dom';
import { Container, Flex, Skeleton } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useStore } from '../../hooks/useStore';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { StoreNotices } from '../StoreNotices';
import { StoreHeader } from './StoreHeader';
import { StoreView } from './StoreView';

/** The page of the store that the address names. */
export function StorePage() {
  const { storeId = '' } = useParams();
  return <StoreContent key={storeId} storeId={storeId} />;
}

function StoreContent(props: { storeId: string }) {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { value: store, error, reload } = useStore(props.storeId);
  return (
    <>
      {store && <StoreHeader store={store} onChanged={reload} />}
      <Container py="4">
        <Flex direction="column" gap="4">
          <StoreNotices stores={store ? [store] : []} />
          {error && (
            <ApiErrorState
              error={error}
              onRetry={reload}
              {...(store && { title: t('store.stale') })}
            />
          )}
          {!store && !error && (
            <Flex
              direction="column"
              gap="3"
              role="status"
              aria-label={t('loading')}
            >
              <Skeleton height={40} width={320} />
              <Skeleton height={200} />
              <Skeleton height={200} />
            </Flex>
          )}
          {store && <StoreView store={store} onChanged={reload} />}
        </Flex>
      </Container>
    </>
  );
}
