import { Button, Text } from '@backstage/ui';
import { RiArrowGoBackLine } from '@remixicon/react';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  StoreDetails,
  StoreRevision,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { ActionDialog } from '../ActionDialog';

/** The button that takes a store back to a revision, and what it says first. */
export function RollBackDialog(props: {
  store: StoreDetails;
  revision: StoreRevision;
  onRolledBack: () => void;
}) {
  const { store, onRolledBack } = props;
  const { revision, chart_version: version, plan, rollback } = props.revision;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const words = { name: storeTitle(store), revision: String(revision) };
  return (
    <ActionDialog
      trigger={
        <Button
          variant="secondary"
          size="small"
          iconStart={<RiArrowGoBackLine />}
          aria-label={t('rollback.openTo', words)}
        >
          {t('rollback.open')}
        </Button>
      }
      title={t('rollback.title', words)}
      width={520}
      cancelLabel={t('rollback.cancel')}
      submitLabel={t('rollback.submit')}
      run={() => storesApi.rollBackStore(store.id, { revision })}
      done={t('rollback.started', words)}
      onDone={onRolledBack}
    >
      <Text as="p">
        {t('rollback.what', { version, plan: plan ?? store.plan })}
      </Text>
      <Text as="p">{t('rollback.database', { reason: rollback.reason })}</Text>
      <Text as="p">{t('rollback.kept')}</Text>
    </ActionDialog>
  );
}
