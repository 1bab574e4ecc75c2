import {
  Cell,
  CellText,
  ColumnConfig,
  Skeleton,
  Table,
  Text,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  StoreResource,
  StoreResources,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { LiveQuery } from '../../hooks/useLiveQuery';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Section } from '../Section';
import { StateLabel, Tone } from '../StoreStatus';
import { MessageCell } from './MessageCell';

const TONES: Record<StoreResource['health'], Tone> = {
  healthy: 'good',
  progressing: 'moving',
  failed: 'bad',
  unknown: 'unknown',
};

/** The objects of the store in its cluster, and why one is not healthy. */
export function ResourcesSection(props: {
  resources: LiveQuery<StoreResources>;
}) {
  const { resources } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const columns: ColumnConfig<StoreResource & { id: string }>[] = [
    {
      id: 'name',
      label: t('resources.name'),
      isRowHeader: true,
      defaultWidth: '3fr',
      cell: item => <CellText title={item.name} />,
    },
    {
      id: 'kind',
      defaultWidth: '2fr',
      label: t('resources.kind'),
      cell: item => <CellText title={item.kind} />,
    },
    {
      id: 'health',
      defaultWidth: '2fr',
      label: t('resources.health'),
      cell: item => (
        <Cell>
          <StateLabel
            tone={TONES[item.health]}
            label={t(`health.${item.health}`)}
          />
        </Cell>
      ),
    },
    {
      id: 'age',
      defaultWidth: '1fr',
      label: t('resources.age'),
      cell: item => (
        <CellText
          title={
            item.created_at
              ? formatDuration(millisecondsSince(item.created_at, Date.now()))
              : ''
          }
        />
      ),
    },
    {
      id: 'message',
      defaultWidth: '4fr',
      label: t('resources.message'),
      cell: item => <MessageCell message={item.message ?? ''} />,
    },
  ];

  return (
    <Section title={t('resources.title')}>
      {resources.error && (
        <ApiErrorState error={resources.error} onRetry={resources.reload} />
      )}
      {!resources.value && !resources.error && (
        <div role="status" aria-label={t('loading')}>
          <Skeleton height={80} />
        </div>
      )}
      {resources.value && (
        <Table
          columnConfig={columns}
          data={resources.value.items.map(item => ({
            ...item,
            id: `${item.kind}/${item.name}`,
          }))}
          pagination={{ type: 'none' }}
          emptyState={<Text color="secondary">{t('resources.empty')}</Text>}
        />
      )}
    </Section>
  );
}
