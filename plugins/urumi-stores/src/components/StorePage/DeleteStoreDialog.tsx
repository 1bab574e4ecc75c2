import { useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Flex,
  Text,
  TextField,
} from '@backstage/ui';
import { RiDeleteBinLine } from '@remixicon/react';
import { ErrorLike, toError } from '@backstage/errors';
import { useApi } from '@backstage/core-plugin-api';
import { toastApiRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { storeTitle } from '../../lib/storeState';
import { TOAST_MS } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';

/** The button that deletes a store, and the question that it asks first. */
export function DeleteStoreDialog(props: {
  store: Store;
  onDeleted: () => void;
}) {
  const { store, onDeleted } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorLike>();
  const name = storeTitle(store);
  const isConfirmed = typed === name || typed === store.namespace;

  const onOpenChange = (open: boolean) => {
    setIsOpen(open);
    setTyped('');
    setError(undefined);
  };
  const onDelete = async () => {
    setIsBusy(true);
    setError(undefined);
    try {
      await storesApi.deleteStore(store.id);
      onOpenChange(false);
      toastApi.post({
        title: t('delete.started', { name }),
        status: 'info',
        timeout: TOAST_MS,
      });
      onDeleted();
    } catch (failure) {
      setError(toError(failure));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      <Button variant="secondary" destructive iconStart={<RiDeleteBinLine />}>
        {t('store.delete')}
      </Button>
      <Dialog width={520}>
        <DialogHeader>{t('delete.title', { name })}</DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="3">
            <Text as="p">{t('delete.lost')}</Text>
            <ul style={{ margin: 0 }}>
              <li>{t('delete.database')}</li>
              <li>{t('delete.uploads')}</li>
              <li>{t('delete.address', { host: store.hostname })}</li>
            </ul>
            <Text as="p">{t('delete.kept')}</Text>
            <TextField
              label={t('delete.confirm', { name })}
              value={typed}
              onChange={setTyped}
              autoComplete="off"
            />
            {error && (
              <ApiErrorState error={error} title={t('store.actionFailed')} />
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {t('delete.cancel')}
          </Button>
          <Button
            variant="primary"
            destructive
            isDisabled={!isConfirmed}
            isPending={isBusy}
            onPress={onDelete}
          >
            {t('delete.submit')}
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
}
