import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { Alert, Container, Flex, Header, Skeleton } from '@backstage/ui';
import { toError } from '@backstage/errors';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { storeCreatePermission } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { rootRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { StoreNotices } from '../StoreNotices';
import { CreateStoreForm } from './CreateStoreForm';
import { useOwnerOptions } from './useOwnerOptions';

/** Where a store is created. */
export function CreateStorePage() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const listLink = useRouteRef(rootRouteRef);
  return (
    <>
      <Header
        title={t('create.title')}
        breadcrumbs={[{ label: t('create.back'), href: listLink() }]}
      />
      <Container pb="8">
        <Flex direction="column" gap="4" style={{ maxWidth: 720 }}>
          <StoreNotices stores={[]} />
          <CreateStoreContent />
        </Flex>
      </Container>
    </>
  );
}

function CreateStoreContent() {
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const permission = usePermission({ permission: storeCreatePermission });
  const owners = useOwnerOptions();
  const engines = useAsyncRetry(() => storesApi.listEngines(), [storesApi]);

  if (!permission.loading && !permission.allowed) {
    return (
      <Alert
        role="alert"
        status="warning"
        icon
        title={t('create.denied')}
        description={t('error.deniedHint')}
      />
    );
  }
  if (engines.error) {
    return (
      <ApiErrorState error={toError(engines.error)} onRetry={engines.retry} />
    );
  }
  if (permission.loading || !engines.value || !owners) {
    return (
      <Flex direction="column" gap="3" role="status" aria-label={t('loading')}>
        <Skeleton height={40} />
        <Skeleton height={40} />
        <Skeleton height={120} />
      </Flex>
    );
  }
  const firstEngine = engines.value.find(({ enabled }) => enabled);
  if (!firstEngine) {
    return (
      <Alert
        role="alert"
        status="warning"
        icon
        title={t('create.noEngines')}
        description={t('create.noEnginesHint')}
      />
    );
  }
  return (
    <CreateStoreForm
      engines={engines.value}
      firstEngine={firstEngine}
      owners={owners}
    />
  );
}
