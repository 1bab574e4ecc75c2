import { ReactNode } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { Alert, Flex, Skeleton } from '@backstage/ui';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Engine,
  storeCreatePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { EngineChoice, completeChoice, sortEngines } from './engineChoice';

/** Lets through who may create stores, with the engines that there are, or says why not. */
export function CreateStoreGate(props: {
  /** Only this engine; any when it is left out. */
  engineId?: string;
  /** At least one of the engines is enabled; `defaults` is the choice to begin with. */
  children: (engines: Engine[], defaults: EngineChoice) => ReactNode;
}) {
  const { engineId, children } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const permission = usePermission({ permission: storeCreatePermission });
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
  if (permission.loading || !engines.value) {
    return <CreateStoreSkeleton />;
  }
  const offered = sortEngines(engines.value).filter(
    ({ id }) => !engineId || id === engineId,
  );
  const defaults = completeChoice(offered);
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
  return <>{children(offered, defaults)}</>;
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
