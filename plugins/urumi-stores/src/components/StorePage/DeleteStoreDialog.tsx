import { Button, Text } from '@backstage/ui';
import { RiDeleteBinLine } from '@remixicon/react';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { ActionDialog } from '../ActionDialog';
import { LossList } from './LossList';

/** The button that deletes a store, and the question that it asks first. */
export function DeleteStoreDialog(props: {
  store: Store;
  onDeleted: () => void;
}) {
  const { store, onDeleted } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const name = storeTitle(store);
  return (
    <ActionDialog
      trigger={
        <Button variant="secondary" destructive iconStart={<RiDeleteBinLine />}>
          {t('store.delete')}
        </Button>
      }
      title={t('delete.title', { name })}
      width={520}
      confirmation={{
        label: t('delete.confirm', { name }),
        accepted: [name, store.namespace],
      }}
      cancelLabel={t('delete.cancel')}
      submitLabel={t('delete.submit')}
      destructive
      run={() => storesApi.deleteStore(store.id)}
      done={t('delete.started', { name })}
      onDone={onDeleted}
    >
      <Text as="p">{t('delete.lost')}</Text>
      <LossList store={store} />
      <Text as="p">{t('delete.kept')}</Text>
    </ActionDialog>
  );
}
