import { ButtonLink, Flex, Link, Skeleton } from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { STORE_ID_ANNOTATION } from '@urumi/backstage-plugin-urumi-stores-common';
import { useStore } from '../../hooks/useStore';
import { storeTitle } from '../../lib/storeState';
import { storeRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Facts } from '../Facts';
import { Section } from '../Section';
import { StoreNotices } from '../StoreNotices';
import { FailurePanel } from '../StorePage';
import { StoreStatusLabel } from '../StoreStatus';

/** The state of the store that an entity stands for. */
export function StoreStatusCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const storeLink = useRouteRef(storeRouteRef);
  const storeId = entity.metadata.annotations?.[STORE_ID_ANNOTATION] ?? '';
  const { value: store, error, reload } = useStore(storeId);

  return (
    <Section title={t('entity.card')}>
      <Flex direction="column" gap="3">
        <StoreNotices stores={store ? [store] : []} />
        {error && <ApiErrorState error={error} onRetry={reload} />}
        {!store && !error && (
          <div role="status" aria-label={t('loading')}>
            <Skeleton height={64} />
          </div>
        )}
        {store && (
          <>
            {store.failure && (
              <FailurePanel title={storeTitle(store)} failure={store.failure} />
            )}
            <Facts
              facts={[
                [t('store.status'), <StoreStatusLabel status={store.status} />],
                [t('store.engine'), store.engine],
                [t('store.plan'), store.plan],
                [t('store.cluster'), store.cluster],
                [
                  t('list.address'),
                  store.url ? (
                    <Link href={store.url} target="_blank" rel="noopener">
                      {store.hostname}
                    </Link>
                  ) : (
                    t('list.noAddress')
                  ),
                ],
              ]}
            />
            <div>
              <ButtonLink
                variant="secondary"
                href={storeLink({ storeId: store.id })}
              >
                {t('entity.open')}
              </ButtonLink>
            </div>
          </>
        )}
      </Flex>
    </Section>
  );
}
