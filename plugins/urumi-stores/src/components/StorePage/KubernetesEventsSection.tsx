import {
  Button,
  Cell,
  CellText,
  ColumnConfig,
  Flex,
  Skeleton,
  Table,
  Text,
} from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  KubernetesEvent,
  Store,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { useAskedQuery } from '../../hooks/useAskedQuery';
import { formatTime } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Section } from '../Section';
import { StateLabel } from '../StoreStatus';
import { MessageCell } from './MessageCell';

/** What the cluster tells of the store's objects, the ordinary as well as the bad. */
export function KubernetesEventsSection(props: { store: Store }) {
  const { store } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { value, error, isLoading, reload } = useAskedQuery({
    key: `${store.id}:${store.status}`,
    load: signal => storesApi.listKubernetesEvents(store.id, { signal }),
  });
  const columns: ColumnConfig<KubernetesEvent & { id: string }>[] = [
    {
      id: 'event',
      label: t('kubernetesEvents.event'),
      isRowHeader: true,
      defaultWidth: '2fr',
      cell: ({ level, reason, count }) => (
        <Cell>
          <StateLabel
            tone={level === 'warning' ? 'attention' : 'good'}
            label={
              count > 1
                ? t('kubernetesEvents.times', { reason, number: String(count) })
                : reason
            }
          />
        </Cell>
      ),
    },
    {
      id: 'object',
      label: t('kubernetesEvents.object'),
      defaultWidth: '3fr',
      cell: ({ kind, name }) => <CellText title={`${kind} ${name}`} />,
    },
    {
      id: 'seen',
      label: t('kubernetesEvents.seen'),
      defaultWidth: '2fr',
      cell: ({ last_seen: seen }) => (
        <Cell>
          <time dateTime={seen}>{formatTime(seen)}</time>
        </Cell>
      ),
    },
    {
      id: 'message',
      label: t('kubernetesEvents.message'),
      defaultWidth: '5fr',
      cell: ({ message }) => <MessageCell message={message} />,
    },
  ];
  return (
    <Section
      title={t('kubernetesEvents.title')}
      actions={
        <Button
          variant="tertiary"
          size="small"
          iconStart={<RiRefreshLine />}
          onPress={reload}
          isPending={isLoading}
          aria-label={`${t('kubernetesEvents.refresh')}: ${t(
            'kubernetesEvents.title',
          )}`}
        >
          {t('kubernetesEvents.refresh')}
        </Button>
      }
    >
      <Flex direction="column" gap="3">
        <Text as="p" variant="body-small" color="secondary">
          {t('kubernetesEvents.hint')}
        </Text>
        {error && <ApiErrorState error={error} onRetry={reload} />}
        {value?.truncated && (
          <Text as="p" variant="body-small">
            {t('kubernetesEvents.truncated')}
          </Text>
        )}
        {!value && !error && (
          <div role="status" aria-label={t('loading')}>
            <Skeleton height={64} />
          </div>
        )}
        {value && (
          <Table
            columnConfig={columns}
            data={value.items.map((item, index) => ({
              ...item,
              id: String(index),
            }))}
            pagination={{ type: 'none' }}
            emptyState={
              <Text color="secondary">{t('kubernetesEvents.empty')}</Text>
            }
          />
        )}
      </Flex>
    </Section>
  );
}
