import { ReactNode } from 'react';
import { Alert, Box, Flex, Skeleton, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Engine,
  StoreDetails,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { readStoreId } from './readStoreId';
import { useChosenStore } from './useChosenStore';

/** Shows a field about the store that was picked elsewhere in the form, or says why it cannot. */
export function ChosenStoreGate(props: {
  /** What the form holds. */
  formData: unknown;
  /** Name of the property that holds the entity ref of the store. */
  property: string | undefined;
  children: (store: StoreDetails, engine: Engine) => ReactNode;
}) {
  const { formData, property, children } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const storeId = readStoreId(formData, property);
  const { value, error, isStale, reload } = useChosenStore(storeId);
  if (storeId === undefined) {
    return (
      <Text as="p" color="secondary">
        {t('storeChange.noStore')}
      </Text>
    );
  }
  if (error) {
    return <ApiErrorState error={error} onRetry={reload} />;
  }
  if (!value || isStale) {
    return (
      <div role="status" aria-label={t('loading')}>
        <Skeleton height={96} />
      </div>
    );
  }
  const { store, engine } = value;
  if (!engine) {
    return (
      <Alert
        role="alert"
        status="warning"
        icon
        title={t('storeChange.noEngine', { engine: store.engine })}
      />
    );
  }
  return (
    // The paper of the scaffolder is not known to the inputs, which would be drawn as light as it.
    <Box bg="neutral">
      <Flex direction="column" gap="4">
        {store.status !== 'READY' && (
          <Alert
            role="status"
            status="warning"
            icon
            title={t('storeChange.notReady', {
              status: t(`status.${store.status}`),
            })}
          />
        )}
        {children(store, engine)}
      </Flex>
    </Box>
  );
}
