import { ReactNode } from 'react';
import { ButtonLink } from '@backstage/ui';
import { RiExternalLinkLine } from '@remixicon/react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  StoreDetails,
  storeCredentialsReadPermission,
  storeUpgradePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { NEW_TAB } from '../../lib/newTab';
import { urumiStoresTranslationRef } from '../../translation';
import { UpgradeDialog } from '../StoreHistory';
import { AdminLogin } from './AdminLogin';
import { RetryButton } from './RetryButton';
import { useRetryPermission } from './useRetryPermission';

/** What can be done with the store, as far as it is allowed and makes sense now. */
export function StoreActions(props: {
  store: StoreDetails;
  onChanged: () => void;
  /** Whether to lead to the store's page in the catalog. */
  withEntityLink?: boolean;
}) {
  const { store, onChanged, withEntityLink } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const entityLink = useRouteRef(entityRouteRef);
  const resourceRef = store.id;
  const retry = useRetryPermission(store);
  const readLogin = usePermission({
    permission: storeCredentialsReadPermission,
    resourceRef,
  });
  const upgrade = usePermission({
    permission: storeUpgradePermission,
    resourceRef,
  });
  const isGone = store.status === 'DELETED';
  const isLeaving = isGone || store.status === 'DELETING';

  const actions: ReactNode[] = [
    store.url && (
      <ButtonLink
        key="shop"
        variant="primary"
        href={store.url}
        {...NEW_TAB}
        aria-label={t('store.newTab', { text: t('store.openShop') })}
        iconEnd={<RiExternalLinkLine />}
      >
        {t('store.openShop')}
      </ButtonLink>
    ),
    store.admin_url && (
      <ButtonLink
        key="admin"
        variant="secondary"
        href={store.admin_url}
        {...NEW_TAB}
        aria-label={t('store.newTab', { text: t('store.openAdmin') })}
        iconEnd={<RiExternalLinkLine />}
      >
        {t('store.openAdmin')}
      </ButtonLink>
    ),
    store.status === 'FAILED' && !store.failure && retry.allowed && (
      <RetryButton key="retry" store={store} onRetried={onChanged} />
    ),
    store.status === 'READY' && upgrade.allowed && (
      <UpgradeDialog key="upgrade" store={store} onUpgraded={onChanged} />
    ),
    withEntityLink && !isGone && (
      <ButtonLink
        key="catalog"
        variant="secondary"
        href={entityLink({
          kind: 'resource',
          namespace: 'default',
          name: store.namespace,
        })}
      >
        {t('store.openCatalog')}
      </ButtonLink>
    ),
    !isLeaving && readLogin.allowed && <AdminLogin key="login" store={store} />,
  ];
  return <>{actions}</>;
}
