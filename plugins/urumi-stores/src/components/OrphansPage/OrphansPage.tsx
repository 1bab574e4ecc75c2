import { Alert, Container, Flex, Header, Skeleton } from '@backstage/ui';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { fleetManagePermission } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { rootRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { OrphansTable } from './OrphansTable';

/** Each reading looks through all clusters. */
const CALM_REFRESH_MS = 60_000;
const MOVING_REFRESH_MS = 5_000;

/** What stores have left behind in the clusters, for operators. */
export function OrphansPage() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const listLink = useRouteRef(rootRouteRef);
  const { loading, allowed } = usePermission({
    permission: fleetManagePermission,
  });
  return (
    <>
      <Header
        title={t('orphans.title')}
        breadcrumbs={[{ label: t('title'), href: listLink() }]}
      />
      <Container py="4">
        {loading && (
          <div role="status" aria-label={t('loading')}>
            <Skeleton height={200} />
          </div>
        )}
        {!loading && !allowed && (
          <Alert
            role="alert"
            status="warning"
            icon
            title={t('error.denied')}
            description={t('orphans.denied')}
          />
        )}
        {allowed && <OrphansContent />}
      </Container>
    </>
  );
}

function OrphansContent() {
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const orphans = useLiveQuery({
    key: 'orphans',
    load: signal => storesApi.listOrphans({ signal }),
    refreshMs: value =>
      value?.items.some(({ deleting }) => deleting)
        ? MOVING_REFRESH_MS
        : CALM_REFRESH_MS,
  });
  const { value, error, reload } = orphans;
  const unseen = value?.clusters.filter(({ message }) => message !== null);
  return (
    <Flex direction="column" gap="4">
      {error && (
        <ApiErrorState
          error={error}
          onRetry={reload}
          {...(value && { title: t('orphans.stale') })}
        />
      )}
      {unseen?.map(({ name, message }) => (
        <Alert
          key={name}
          role="status"
          status="warning"
          icon
          title={t('orphans.unseen', { name })}
          description={message}
        />
      ))}
      {value?.truncated && (
        <Alert role="status" status="info" icon title={t('orphans.more')} />
      )}
      {(value || !error) && (
        <OrphansTable
          orphans={value?.items}
          isComplete={unseen?.length === 0}
          onChanged={reload}
        />
      )}
    </Flex>
  );
}
