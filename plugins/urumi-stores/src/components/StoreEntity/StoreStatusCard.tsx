import { ButtonLink, Flex, Link, Skeleton, Text } from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  STORE_ID_ANNOTATION,
  StoreDetails,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { useStore } from '../../hooks/useStore';
import { NEW_TAB } from '../../lib/newTab';
import { activeStep } from '../../lib/storeState';
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
              <FailurePanel
                store={store}
                failure={store.failure}
                onChanged={reload}
              />
            )}
            <Facts
              facts={[
                [
                  t('store.status'),
                  <>
                    <StoreStatusLabel status={store.status} />
                    <ActiveStep store={store} />
                  </>,
                ],
                [t('store.engine'), store.engine],
                [t('store.plan'), store.plan],
                [t('store.cluster'), store.cluster],
                [
                  t('list.address'),
                  <ShopLink href={store.url} text={store.hostname} />,
                ],
                [
                  t('entity.admin'),
                  <ShopLink href={store.admin_url} text={store.admin_url} />,
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

function ShopLink(props: { href: string | null; text: string | null }) {
  const { href, text } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return href && text ? (
    <Link href={href} {...NEW_TAB} aria-label={t('store.newTab', { text })}>
      {text}
    </Link>
  ) : (
    <>{t('list.noAddress')}</>
  );
}

/** What the store's job does at the moment, or waits for. */
function ActiveStep(props: { store: StoreDetails }) {
  const message = activeStep(props.store)?.message;
  return message ? (
    <Text as="p" variant="body-small" color="secondary">
      {message}
    </Text>
  ) : null;
}
