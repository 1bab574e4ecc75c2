import { useState } from 'react';
import { Button, Text, TextField } from '@backstage/ui';
import { RiHomeHeartLine } from '@remixicon/react';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Orphan } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { toOrphanReference } from '../../lib/toOrphanReference';
import { urumiStoresTranslationRef } from '../../translation';
import { OrphanDialog } from './OrphanDialog';

/** Makes a leftover a living store again. */
export function AdoptOrphanDialog(props: {
  orphan: Orphan;
  onDone: () => void;
}) {
  const { orphan, onDone } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [owner, setOwner] = useState('');
  const { name } = orphan;
  return (
    <OrphanDialog
      trigger={
        <Button
          variant="secondary"
          iconStart={<RiHomeHeartLine />}
          aria-label={t('orphans.adoptName', { name })}
        >
          {t('orphans.adopt')}
        </Button>
      }
      title={t('orphans.adoptTitle', { name })}
      name={name}
      submitLabel={t('orphans.adopt')}
      run={() =>
        storesApi.adoptOrphan({
          ...toOrphanReference(orphan),
          ...(owner.trim() !== '' && { owner: owner.trim() }),
        })
      }
      done={t('orphans.adopted', { name })}
      onDone={onDone}
    >
      <Text as="p">{t('orphans.adoptMeans')}</Text>
      <Text as="p">{t('orphans.adoptLost')}</Text>
      {!orphan.store && (
        <TextField
          label={t('orphans.owner')}
          description={t('orphans.ownerHint')}
          value={owner}
          onChange={setOwner}
          autoComplete="off"
        />
      )}
    </OrphanDialog>
  );
}
