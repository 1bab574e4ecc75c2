import {
  Cell,
  CellText,
  ColumnConfig,
  SortDescriptor,
  Table,
} from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Store, StoreSort } from '@urumi/backstage-plugin-urumi-stores-common';
import { useNow } from '../../hooks/useNow';
import { storeTitle } from '../../lib/storeState';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { storeRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { StoreAddress } from './StoreAddress';
import { StoreOwner } from './StoreOwner';
import { StoreState } from './StoreState';
import { StoresFilter } from './storesFilter';
import { StoresSelection } from './useStoresSelection';
import { Stores } from './useStores';
import { ChangeStoresFilter } from './useStoresFilter';

const AGE_REFRESH_MS = 10_000;

/** Columns that sort, with the order of an upward arrow: the youngest store has the least age. */
const ASCENDING: Record<string, StoreSort> = {
  name: 'display_name',
  status: 'status',
  engine: 'engine',
  owner: 'owner',
  age: '-created_at',
};

/** One page of the list of stores. */
export function StoresTable(props: {
  stores: Stores;
  filter: StoresFilter;
  onChange: ChangeStoresFilter;
  selection: StoresSelection;
}) {
  const { stores, filter, onChange, selection } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const storeLink = useRouteRef(storeRouteRef);
  const now = useNow(AGE_REFRESH_MS);

  const columns: ColumnConfig<Store>[] = [
    {
      id: 'name',
      label: t('list.name'),
      isRowHeader: true,
      isSortable: true,
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
      isSortable: true,
      cell: store => (
        <Cell>
          <StoreState store={store} />
        </Cell>
      ),
    },
    {
      id: 'engine',
      defaultWidth: '2fr',
      label: t('list.engine'),
      isSortable: true,
      cell: store => <CellText title={store.engine} />,
    },
    {
      id: 'owner',
      defaultWidth: '2fr',
      label: t('list.owner'),
      isSortable: true,
      cell: store => (
        <Cell>
          <StoreOwner store={store} />
        </Cell>
      ),
    },
    {
      id: 'age',
      defaultWidth: '2fr',
      label: t('list.age'),
      isSortable: true,
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
          <StoreAddress store={store} />
        </Cell>
      ),
    },
  ];

  return (
    <Table
      columnConfig={columns}
      data={stores.value?.items}
      isPending={!stores.value}
      isStale={stores.isStale}
      sort={{
        descriptor: toDescriptor(filter.sort),
        onSortChange: descriptor => onChange({ sort: toSort(descriptor) }),
      }}
      selection={{
        mode: 'multiple',
        behavior: 'toggle',
        selected: selection.ids,
        onSelectionChange: keys =>
          selection.choose(
            keys === 'all'
              ? (stores.value?.items ?? []).map(({ id }) => id)
              : [...keys].map(String),
          ),
      }}
      pagination={{ type: 'none' }}
    />
  );
}

function toSort({ column, direction }: SortDescriptor): StoreSort {
  const ascending = ASCENDING[column];
  return direction === 'ascending' ? ascending : reversed(ascending);
}

function toDescriptor(sort: StoreSort): SortDescriptor | null {
  for (const [column, ascending] of Object.entries(ASCENDING)) {
    if (sort === ascending) {
      return { column, direction: 'ascending' };
    }
    if (sort === reversed(ascending)) {
      return { column, direction: 'descending' };
    }
  }
  return null;
}

function reversed(sort: StoreSort): StoreSort {
  return (sort.startsWith('-') ? sort.slice(1) : `-${sort}`) as StoreSort;
}
