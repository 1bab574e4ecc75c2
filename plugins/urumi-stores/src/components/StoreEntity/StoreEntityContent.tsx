import { Flex, Skeleton } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { STORE_ID_ANNOTATION } from '@urumi/backstage-plugin-urumi-stores-common';
import { useStore } from '../../hooks/useStore';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { StoreNotices } from '../StoreNotices';
import { EventsSection, StepsSection } from '../StorePage';

/** Steps and activity of the store that an entity stands for. */
export function StoreEntityContent() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const storeId = entity.metadata.annotations?.[STORE_ID_ANNOTATION] ?? '';
  const { value: store, error, reload } = useStore(storeId);
  return (
    <Flex direction="column" gap="4">
      <StoreNotices stores={store ? [store] : []} />
      {error && <ApiErrorState error={error} onRetry={reload} />}
      {!store && !error && (
        <div role="status" aria-label={t('loading')}>
          <Skeleton height={200} />
        </div>
      )}
      {store && (
        <>
          <StepsSection store={store} />
          <EventsSection store={store} />
        </>
      )}
    </Flex>
  );
}
