import { Button, Text } from '@backstage/ui';
import { RiHistoryLine } from '@remixicon/react';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  StoreDetails,
  StoreDrift,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { ActionDialog } from '../ActionDialog';

/** The button that brings a store back, and what it says first of all that is overwritten. */
export function ReconcileDialog(props: {
  store: StoreDetails;
  onReconciled: () => void;
}) {
  const { store, onReconciled } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const name = storeTitle(store);
  return (
    <ActionDialog
      trigger={
        <Button variant="primary" iconStart={<RiHistoryLine />}>
          {t('drift.reconcile')}
        </Button>
      }
      title={t('drift.confirmTitle', { name })}
      width={640}
      cancelLabel={t('drift.cancel')}
      submitLabel={t('drift.submit')}
      run={() => storesApi.reconcileStore(store.id)}
      done={t('drift.started', { name })}
      onDone={onReconciled}
    >
      <Text as="p">{t('drift.confirm')}</Text>
      <ul style={{ margin: 0, overflowWrap: 'anywhere' }}>
        {store.health.drift.map(finding => (
          <li key={JSON.stringify(finding)}>
            <Overwritten finding={finding} />
          </li>
        ))}
      </ul>
    </ActionDialog>
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
