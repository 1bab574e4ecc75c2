import {
  Cell,
  CellText,
  ColumnConfig,
  Flex,
  Skeleton,
  Table,
  Text,
} from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ReceiptItem,
  Store,
  StoreReceipt,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { readApiError } from '../../lib/readApiError';
import { formatDuration } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Facts } from '../Facts';
import { PointInTime } from '../PointInTime';
import { Section } from '../Section';

/** A receipt never changes; it is read again only to get over an error. */
const REFRESH_MS = 60 * 60_000;
const ERROR_REFRESH_MS = 30_000;

/** The proof of a deletion: what there was, and when the cluster said that it is gone. */
export function ReceiptSection(props: { store: Store }) {
  const { store } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { value, error, reload } = useLiveQuery({
    key: store.id,
    load: signal => storesApi.getReceipt(store.id, { signal }),
    refreshMs: receipt => (receipt ? REFRESH_MS : ERROR_REFRESH_MS),
  });
  const problem = error && readApiError(error);
  return (
    <Section title={t('receipt.title')}>
      {!value && !error && (
        <div role="status" aria-label={t('loading')}>
          <Skeleton height={80} />
        </div>
      )}
      {problem?.kind === 'not-found' && (
        <Text color="secondary">{problem.message}</Text>
      )}
      {error && problem?.kind !== 'not-found' && !value && (
        <ApiErrorState error={error} onRetry={reload} />
      )}
      {value && <Receipt receipt={value} />}
    </Section>
  );
}

function Receipt(props: { receipt: StoreReceipt }) {
  const { receipt } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const columns: ColumnConfig<ReceiptItem & { id: string }>[] = [
    {
      id: 'name',
      label: t('receipt.name'),
      isRowHeader: true,
      defaultWidth: '4fr',
      cell: item => <CellText title={item.name} />,
    },
    {
      id: 'kind',
      label: t('receipt.kind'),
      defaultWidth: '2fr',
      cell: item => <CellText title={item.kind} />,
    },
    {
      id: 'gone',
      label: t('receipt.goneAt'),
      defaultWidth: '3fr',
      cell: item => (
        <Cell>
          <PointInTime time={item.gone_at} />
        </Cell>
      ),
    },
    {
      id: 'answer',
      label: t('receipt.answer'),
      defaultWidth: '3fr',
      cell: item => <CellText title={t(`receiptAnswer.${item.answer}`)} />,
    },
  ];
  return (
    <Flex direction="column" gap="4">
      <Facts
        facts={[
          [t('receipt.requestedBy'), receipt.requested_by],
          [
            t('receipt.requestedAt'),
            <PointInTime time={receipt.requested_at} />,
          ],
          [t('receipt.deletedAt'), <PointInTime time={receipt.deleted_at} />],
          [t('receipt.took'), formatDuration(receipt.duration_ms)],
        ]}
      />
      {receipt.note && <Text as="p">{receipt.note}</Text>}
      <Table
        columnConfig={columns}
        data={receipt.items.map(item => ({
          ...item,
          id: `${item.kind}/${item.name}/${item.uid}`,
        }))}
        pagination={{ type: 'none' }}
        emptyState={<Text color="secondary">{t('receipt.empty')}</Text>}
      />
    </Flex>
  );
}
