import { ReactNode } from 'react';
import { ButtonLink, Header, Text } from '@backstage/ui';
import { RiExternalLinkLine } from '@remixicon/react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink, entityRouteRef } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Store,
  storeCredentialsReadPermission,
  storeDeletePermission,
  storeUpdatePermission,
  storeUpgradePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { useNow } from '../../hooks/useNow';
import { NEW_TAB } from '../../lib/newTab';
import { storeTitle } from '../../lib/storeState';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { rootRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { UpgradeDialog } from '../StoreHistory';
import { StoreStatusLabel } from '../StoreStatus';
import { AdminLogin } from './AdminLogin';
import { DeleteStoreDialog } from './DeleteStoreDialog';
import { RetryButton } from './RetryButton';

const AGE_REFRESH_MS = 1_000;

/** Who the store is, and what can be done with it. */
export function StoreHeader(props: { store: Store; onChanged: () => void }) {
  const { store, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const listLink = useRouteRef(rootRouteRef);
  const now = useNow(AGE_REFRESH_MS);
  return (
    <Header
      title={storeTitle(store)}
      breadcrumbs={[{ label: t('title'), href: listLink() }]}
      metadata={[
        {
          label: t('store.status'),
          value: <StoreStatusLabel status={store.status} />,
        },
        {
          label: t('store.owner'),
          value: <EntityRefLink entityRef={store.owner} defaultKind="group" />,
        },
        { label: t('store.engine'), value: store.engine },
        { label: t('store.plan'), value: store.plan },
        { label: t('store.cluster'), value: store.cluster },
        {
          label: t('store.age'),
          value: formatDuration(millisecondsSince(store.created_at, now)),
        },
        {
          label: t('store.created'),
          value: <Principal principal={store.created_by} />,
        },
      ]}
      customActions={<StoreActions store={store} onChanged={onChanged} />}
    />
  );
}

/** Programs have no entity in the catalog. */
function Principal(props: { principal: string }) {
  const { principal } = props;
  return principal.startsWith('user:') ? (
    <EntityRefLink entityRef={principal} />
  ) : (
    <Text variant="body-medium">{principal}</Text>
  );
}

function StoreActions(props: { store: Store; onChanged: () => void }) {
  const { store, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const entityLink = useRouteRef(entityRouteRef);
  const resourceRef = store.id;
  const update = usePermission({
    permission: storeUpdatePermission,
    resourceRef,
  });
  const remove = usePermission({
    permission: storeDeletePermission,
    resourceRef,
  });
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
    store.status === 'FAILED' && update.allowed && (
      <RetryButton key="retry" store={store} onRetried={onChanged} />
    ),
    store.status === 'READY' && upgrade.allowed && (
      <UpgradeDialog key="upgrade" store={store} onUpgraded={onChanged} />
    ),
    !isGone && (
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
    !isLeaving && remove.allowed && (
      <DeleteStoreDialog key="delete" store={store} onDeleted={onChanged} />
    ),
  ];
  return <>{actions}</>;
}
