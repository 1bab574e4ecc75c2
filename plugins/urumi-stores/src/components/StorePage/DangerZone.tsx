import { Flex, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Store,
  storeDeletePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { Section } from '../Section';
import { DeleteStoreDialog } from './DeleteStoreDialog';

/** What cannot be undone, apart from all else. It is not there once the store is on its way out. */
export function DangerZone(props: { store: Store; onChanged: () => void }) {
  const { store, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const remove = usePermission({
    permission: storeDeletePermission,
    resourceRef: store.id,
  });
  if (['DELETING', 'DELETED'].includes(store.status) || remove.loading) {
    return null;
  }
  return (
    <Section title={t('danger.title')} tone="danger">
      <Flex
        gap="3"
        justify="between"
        align={{ initial: 'start', sm: 'center' }}
        direction={{ initial: 'column', sm: 'row' }}
      >
        <Text as="p" variant="body-medium">
          {remove.allowed ? t('danger.hint') : t('danger.denied')}
        </Text>
        {remove.allowed && (
          <DeleteStoreDialog store={store} onDeleted={onChanged} />
        )}
      </Flex>
    </Section>
  );
}
