import {
  Cell,
  CellText,
  ColumnConfig,
  Flex,
  Link,
  Table,
  Text,
} from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Orphan } from '@urumi/backstage-plugin-urumi-stores-common';
import { useNow } from '../../hooks/useNow';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { storeRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { AdoptOrphanDialog } from './AdoptOrphanDialog';
import { RemoveOrphanDialog } from './RemoveOrphanDialog';

const AGE_REFRESH_MS = 10_000;

/** The leftovers, why each is one, and what can be done with it. */
export function OrphansTable(props: {
  /** Undefined while they are being read. */
  orphans: Orphan[] | undefined;
  /** Whether all clusters were looked at. */
  isComplete: boolean;
  onChanged: () => void;
}) {
  const { orphans, isComplete, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const now = useNow(AGE_REFRESH_MS);

  const columns: ColumnConfig<Orphan & { id: string }>[] = [
    {
      id: 'name',
      label: t('orphans.name'),
      isRowHeader: true,
      defaultWidth: '4fr',
      cell: orphan => (
        <Cell>
          <Flex direction="column" gap="0.5">
            <Text style={{ overflowWrap: 'anywhere' }}>{orphan.name}</Text>
            <Text variant="body-small" color="secondary">
              {orphan.kind}
            </Text>
            <Labels orphan={orphan} />
          </Flex>
        </Cell>
      ),
    },
    {
      id: 'cluster',
      label: t('orphans.cluster'),
      defaultWidth: '2fr',
      cell: orphan => <CellText title={orphan.cluster} />,
    },
    {
      id: 'age',
      label: t('orphans.age'),
      defaultWidth: '1fr',
      cell: orphan => (
        <CellText
          title={
            orphan.created_at
              ? formatDuration(millisecondsSince(orphan.created_at, now))
              : ''
          }
        />
      ),
    },
    {
      id: 'store',
      label: t('orphans.store'),
      defaultWidth: '2fr',
      cell: orphan => (
        <Cell>
          <OrphanStore orphan={orphan} />
        </Cell>
      ),
    },
    {
      id: 'why',
      label: t('orphans.why'),
      defaultWidth: '4fr',
      cell: orphan => (
        <Cell>
          <Text style={{ overflowWrap: 'anywhere' }}>{orphan.message}</Text>
        </Cell>
      ),
    },
    {
      id: 'actions',
      label: t('orphans.actions'),
      defaultWidth: '3fr',
      cell: orphan => (
        <Cell>
          <OrphanActions orphan={orphan} onChanged={onChanged} />
        </Cell>
      ),
    },
  ];

  return (
    <Table
      columnConfig={columns}
      data={orphans?.map(orphan => ({
        ...orphan,
        id: `${orphan.cluster}/${orphan.kind}/${orphan.uid}`,
      }))}
      isPending={!orphans}
      pagination={{ type: 'none' }}
      emptyState={
        <Flex direction="column" gap="1">
          <Text variant="title-x-small">
            {isComplete ? t('orphans.empty') : t('orphans.emptySoFar')}
          </Text>
          <Text color="secondary">{t('orphans.emptyHint')}</Text>
        </Flex>
      }
    />
  );
}

function Labels(props: { orphan: Orphan }) {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const labels = Object.entries(props.orphan.labels);
  if (labels.length === 0) {
    return null;
  }
  return (
    <details style={{ fontSize: 'var(--bui-font-size-2)' }}>
      <summary style={{ cursor: 'pointer' }}>
        {t('orphans.labels', { number: String(labels.length) })}
      </summary>
      {labels.map(([name, value]) => (
        <div key={name} style={{ overflowWrap: 'anywhere' }}>
          {`${name}=${value}`}
        </div>
      ))}
    </details>
  );
}

function OrphanStore(props: { orphan: Orphan }) {
  const { store } = props.orphan;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const storeLink = useRouteRef(storeRouteRef);
  return store ? (
    <Flex direction="column" gap="0.5">
      <Link href={storeLink({ storeId: store.id })}>
        {store.display_name ?? store.id}
      </Link>
      <Text variant="body-small" color="secondary">
        {t(`status.${store.state}`)}
      </Text>
    </Flex>
  ) : (
    <Text color="secondary">{t('orphans.noStore')}</Text>
  );
}

function OrphanActions(props: { orphan: Orphan; onChanged: () => void }) {
  const { orphan, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  if (orphan.deleting) {
    return <Text color="secondary">{t('orphans.deleting')}</Text>;
  }
  const refusals = [orphan.remove_refused, orphan.adopt_refused].filter(
    refusal => refusal !== null,
  );
  return (
    <Flex direction="column" gap="2">
      <Flex gap="2" style={{ flexWrap: 'wrap' }}>
        {orphan.adopt_refused === null && (
          <AdoptOrphanDialog orphan={orphan} onDone={onChanged} />
        )}
        {orphan.remove_refused === null && (
          <RemoveOrphanDialog orphan={orphan} onDone={onChanged} />
        )}
      </Flex>
      {refusals.map(refusal => (
        <Text
          key={refusal}
          variant="body-small"
          color="secondary"
          style={{ overflowWrap: 'anywhere' }}
        >
          {refusal}
        </Text>
      ))}
    </Flex>
  );
}
