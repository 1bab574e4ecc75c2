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
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { useNow } from '../../hooks/useNow';
import { NEW_TAB } from '../../lib/newTab';
import { isInMotion, storeTitle } from '../../lib/storeState';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { storeRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { StoreStatusLabel, TroubleLabels } from '../StoreStatus';
import { PAGE_SIZE, Stores } from './useStores';

const AGE_REFRESH_MS = 10_000;

/** One page of the list of stores. */
export function StoresTable(props: { stores: Stores; isFiltered: boolean }) {
  const { stores, isFiltered } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const storeLink = useRouteRef(storeRouteRef);
  const now = useNow(AGE_REFRESH_MS);

  const columns: ColumnConfig<Store>[] = [
    {
      id: 'name',
      label: t('list.name'),
      isRowHeader: true,
      defaultWidth: '3fr',
      cell: store => (
        <CellText
          title={storeTitle(store)}
          href={storeLink({ storeId: store.id })}
        />
      ),
    },
    {
      id: 'status',
      defaultWidth: '3fr',
      label: t('list.status'),
      cell: store => (
        <Cell>
          <Flex direction="column" gap="0.5">
            <StoreStatusLabel status={store.status} />
            <TroubleLabels store={store} />
            <Text variant="body-small" color="secondary">
              {statusNote(store)}
            </Text>
          </Flex>
        </Cell>
      ),
    },
    {
      id: 'engine',
      defaultWidth: '2fr',
      label: t('list.engine'),
      cell: store => <CellText title={store.engine} />,
    },
    {
      id: 'owner',
      defaultWidth: '2fr',
      label: t('list.owner'),
      cell: store => (
        <Cell>
          <EntityRefLink entityRef={store.owner} defaultKind="group" />
        </Cell>
      ),
    },
    {
      id: 'age',
      defaultWidth: '2fr',
      label: t('list.age'),
      cell: store => (
        <CellText
          title={formatDuration(millisecondsSince(store.created_at, now))}
        />
      ),
    },
    {
      id: 'address',
      defaultWidth: '4fr',
      label: t('list.address'),
      cell: store => (
        <Cell>
          {store.url ? (
            <Link
              href={store.url}
              {...NEW_TAB}
              aria-label={t('store.newTab', { text: store.hostname })}
            >
              {store.hostname}
            </Link>
          ) : (
            <Text color="secondary">{t('list.noAddress')}</Text>
          )}
        </Cell>
      ),
    },
  ];

  return (
    <Table
      columnConfig={columns}
      data={stores.value?.items}
      isPending={!stores.value && !stores.error}
      isStale={stores.isStale}
      emptyState={
        <Flex direction="column" gap="1">
          <Text variant="title-x-small">
            {isFiltered ? t('list.noMatch') : t('list.empty')}
          </Text>
          <Text color="secondary">
            {isFiltered ? t('list.noMatchHint') : t('list.emptyHint')}
          </Text>
        </Flex>
      }
      pagination={
        stores.onNextPage || stores.onPreviousPage
          ? {
              type: 'page',
              pageSize: PAGE_SIZE,
              showPageSizeOptions: false,
              getLabel: () => t('list.page', { size: String(PAGE_SIZE) }),
              hasNextPage: Boolean(stores.onNextPage),
              hasPreviousPage: Boolean(stores.onPreviousPage),
              onNextPage: () => stores.onNextPage?.(),
              onPreviousPage: () => stores.onPreviousPage?.(),
            }
          : { type: 'none' }
      }
    />
  );
}

/** Why a store stands where it stands, while that is not its final place, or is not well. */
function statusNote(store: Store): string | undefined {
  if (store.failure) {
    return store.failure.message;
  }
  const telling = isInMotion(store) ? 'Progressing' : 'Degraded';
  return store.conditions.find(
    ({ type, state }) => type === telling && state === 'true',
  )?.message;
}
