import { Button, Text } from '@backstage/ui';
import { RiDeleteBinLine } from '@remixicon/react';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Orphan } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { toOrphanReference } from '../../lib/toOrphanReference';
import { urumiStoresTranslationRef } from '../../translation';
import { OrphanDialog } from './OrphanDialog';

/** Removes a leftover, after saying what is lost with it. */
export function RemoveOrphanDialog(props: {
  orphan: Orphan;
  onDone: () => void;
}) {
  const { orphan, onDone } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { name, volumes } = orphan;
  const label = t('orphans.removeName', { name });
  const lost = {
    Namespace: t('orphans.namespaceLost'),
    PersistentVolume: t('orphans.volumeLost'),
  };
  return (
    <OrphanDialog
      trigger={
        <Button
          variant="secondary"
          destructive
          iconStart={<RiDeleteBinLine />}
          aria-label={label}
        >
          {t('orphans.remove')}
        </Button>
      }
      title={t('orphans.removeTitle', { name })}
      name={name}
      submitLabel={t('orphans.remove')}
      destructive
      run={() => storesApi.removeOrphan(toOrphanReference(orphan))}
      done={t('orphans.removed', { name })}
      onDone={onDone}
    >
      <Text as="p">{lost[orphan.kind]}</Text>
      {volumes.length > 0 && (
        <Text as="p">
          {t('orphans.volumesLost', { names: volumes.join(', ') })}
        </Text>
      )}
    </OrphanDialog>
  );
}
