import { ReactNode } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { Alert, Flex, Skeleton } from '@backstage/ui';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  ClusterOffer,
  Engine,
  StoresApi,
  storeCreatePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { EngineChoice, completeChoice, sortEngines } from './engineChoice';

/** What somebody who may create stores can choose from. */
export interface StoreOffer {
  /** At least one of them is enabled. */
  engines: Engine[];
  /** Empty when they cannot be read: the platform chooses one then, as it does by default. */
  clusters: ClusterOffer[];
  /** The choice to begin with. */
  defaults: EngineChoice;
}

/** Lets through who may create stores, with what there is to choose from, or says why not. */
export function CreateStoreGate(props: {
  /** Only this engine; any when it is left out. */
  engineId?: string;
  children: (offer: StoreOffer) => ReactNode;
}) {
  const { engineId, children } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const permission = usePermission({ permission: storeCreatePermission });
  const offer = useAsyncRetry(() => readOffer(storesApi), [storesApi]);

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
  if (offer.error) {
    return <ApiErrorState error={toError(offer.error)} onRetry={offer.retry} />;
  }
  if (permission.loading || !offer.value) {
    return <CreateStoreSkeleton />;
  }
  const engines = sortEngines(offer.value.engines).filter(
    ({ id }) => !engineId || id === engineId,
  );
  const defaults = completeChoice(engines);
  if (!defaults) {
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
  return <>{children({ engines, clusters: offer.value.clusters, defaults })}</>;
}

async function readOffer(storesApi: StoresApi) {
  const [engines, clusters] = await Promise.all([
    storesApi.listEngines(),
    storesApi.listClusters().catch(() => []),
  ]);
  return { engines, clusters };
}

/** In the place of the form while it loads. */
export function CreateStoreSkeleton() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <Flex direction="column" gap="3" role="status" aria-label={t('loading')}>
      <Skeleton height={40} />
      <Skeleton height={40} />
      <Skeleton height={120} />
    </Flex>
  );
}
