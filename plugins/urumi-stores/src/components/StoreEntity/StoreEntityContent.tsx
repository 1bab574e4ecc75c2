import { Flex, Skeleton } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { STORE_ID_ANNOTATION } from '@urumi/backstage-plugin-urumi-stores-common';
import { useStore } from '../../hooks/useStore';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { StoreNotices } from '../StoreNotices';
import { StoreActions, StoreView } from '../StorePage';
import { StoreStatusLabel } from '../StoreStatus';

/** All that the store's own page shows, for the page of the entity that stands for it. */
export function StoreEntityContent() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const storeId = entity.metadata.annotations?.[STORE_ID_ANNOTATION] ?? '';
  const { value: store, error, reload } = useStore(storeId);
  return (
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
        <div role="status" aria-label={t('loading')}>
          <Skeleton height={200} />
        </div>
      )}
      {store && (
        <>
          <Flex gap="3" align="center" style={{ flexWrap: 'wrap' }}>
            <StoreStatusLabel status={store.status} />
            <StoreActions store={store} onChanged={reload} />
          </Flex>
          <StoreView store={store} onChanged={reload} />
        </>
      )}
    </Flex>
  );
}
