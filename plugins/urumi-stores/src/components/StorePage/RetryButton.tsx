import { useState } from 'react';
import { Button } from '@backstage/ui';
import { RiRestartLine } from '@remixicon/react';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/core-plugin-api';
import { toastApiRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { readApiError } from '../../lib/readApiError';
import { storeTitle } from '../../lib/storeState';
import { TOAST_MS } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';

/** Runs again what failed. */
export function RetryButton(props: { store: Store; onRetried: () => void }) {
  const { store, onRetried } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [isBusy, setIsBusy] = useState(false);

  const onPress = async () => {
    setIsBusy(true);
    try {
      await storesApi.retryStore(store.id);
      toastApi.post({
        title: t('store.retried', { name: storeTitle(store) }),
        status: 'info',
        timeout: TOAST_MS,
      });
      onRetried();
    } catch (error) {
      toastApi.post({
        title: t('store.actionFailed'),
        description: readApiError(toError(error)).message,
        status: 'danger',
      });
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Button
      variant="primary"
      iconStart={<RiRestartLine />}
      onPress={onPress}
      isPending={isBusy}
    >
      {t('store.retry')}
    </Button>
  );
}
