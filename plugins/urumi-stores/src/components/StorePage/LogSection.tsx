import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Store,
  storeLogsReadPermission,
  StoreResources,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { readPods } from '../../lib/readPods';
import { urumiStoresTranslationRef } from '../../translation';
import { Section } from '../Section';
import { PodLogs } from './PodLogs';

/** What the containers of the store write, for those who may read it. */
export function LogSection(props: {
  store: Store;
  /** Undefined while they are not known. */
  resources: StoreResources | undefined;
}) {
  const { store, resources } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const readLogs = usePermission({
    permission: storeLogsReadPermission,
    resourceRef: store.id,
  });
  const pods = resources && readPods(resources);
  const content = () => {
    if (readLogs.loading || !resources || !pods) {
      return (
        <div role="status" aria-label={t('loading')}>
          <Skeleton height={64} />
        </div>
      );
    }
    if (!readLogs.allowed) {
      return <Text as="p">{t('log.denied')}</Text>;
    }
    if (pods.length === 0) {
      return <Text color="secondary">{t('log.noPods')}</Text>;
    }
    if (resources.simulated_nodes) {
      return (
        <Alert
          role="note"
          status="info"
          icon
          title={t('log.absent')}
          description={t('log.simulated', { cluster: resources.cluster })}
        />
      );
    }
    return <PodLogs storeId={store.id} pods={pods} />;
  };
  return (
    <Section title={t('log.title')}>
      <Flex direction="column" gap="3">
        <Text as="p" variant="body-small" color="secondary">
          {t('log.hint')}
        </Text>
        {content()}
      </Flex>
    </Section>
  );
}
