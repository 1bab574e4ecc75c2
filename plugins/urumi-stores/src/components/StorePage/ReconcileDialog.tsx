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
} from '@backstage/ui';
import { RiHistoryLine } from '@remixicon/react';
import { ErrorLike, toError } from '@backstage/errors';
import { useApi } from '@backstage/core-plugin-api';
import { toastApiRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  StoreDetails,
  StoreDrift,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { storeTitle } from '../../lib/storeState';
import { TOAST_MS } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';

/** The button that brings a store back, and what it says first of all that is overwritten. */
export function ReconcileDialog(props: {
  store: StoreDetails;
  onReconciled: () => void;
}) {
  const { store, onReconciled } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorLike>();
  const name = storeTitle(store);

  const onOpenChange = (open: boolean) => {
    setIsOpen(open);
    setError(undefined);
  };
  const onReconcile = async () => {
    setIsBusy(true);
    setError(undefined);
    try {
      await storesApi.reconcileStore(store.id);
      onOpenChange(false);
      toastApi.post({
        title: t('drift.started', { name }),
        status: 'info',
        timeout: TOAST_MS,
      });
      onReconciled();
    } catch (failure) {
      setError(toError(failure));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      <Button variant="primary" iconStart={<RiHistoryLine />}>
        {t('drift.reconcile')}
      </Button>
      <Dialog width={640}>
        <DialogHeader>{t('drift.confirmTitle', { name })}</DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="3">
            <Text as="p">{t('drift.confirm')}</Text>
            <ul style={{ margin: 0, overflowWrap: 'anywhere' }}>
              {store.health.drift.map(finding => (
                <li key={JSON.stringify(finding)}>
                  <Overwritten finding={finding} />
                </li>
              ))}
            </ul>
            {error && (
              <ApiErrorState error={error} title={t('store.actionFailed')} />
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {t('drift.cancel')}
          </Button>
          <Button variant="primary" isPending={isBusy} onPress={onReconcile}>
            {t('drift.submit')}
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
}

/** What becomes of one change. */
function Overwritten(props: { finding: StoreDrift }) {
  const { kind, name, change, field, expected } = props.finding;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const object = `${kind} ${name}`;
  if (change === 'added') {
    return <>{t('drift.removed', { object })}</>;
  }
  if (change === 'missing') {
    return <>{t('drift.restored', { object })}</>;
  }
  const where = field ?? t('drift.wholeObject');
  return expected === null ? (
    <>{t('drift.overwrittenHidden', { object, field: where })}</>
  ) : (
    <>{t('drift.overwritten', { object, field: where, value: expected })}</>
  );
}
