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
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { NEW_TAB } from '../../lib/newTab';
import { storeTitle } from '../../lib/storeState';
import { storeRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { StoreStatusLabel, TroubleLabels } from '../StoreStatus';
import { OwnedStores } from './useOwnedStores';

/** One page of an owner's stores. */
export function OwnedStoresTable(props: {
  title: string;
  stores: OwnedStores;
}) {
  const { title, stores } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const storeLink = useRouteRef(storeRouteRef);

  const columns: ColumnConfig<Store>[] = [
    {
      id: 'name',
      label: t('list.name'),
      isRowHeader: true,
      cell: store => (
        <CellText
          title={storeTitle(store)}
          href={storeLink({ storeId: store.id })}
        />
      ),
    },
    {
      id: 'status',
      label: t('list.status'),
      cell: store => (
        <Cell>
          <Flex direction="column" gap="0.5">
            <StoreStatusLabel status={store.status} />
            <TroubleLabels store={store} />
          </Flex>
        </Cell>
      ),
    },
    {
      id: 'engine',
      label: t('list.engine'),
      cell: store => <CellText title={store.engine} />,
    },
    {
      id: 'address',
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
      aria-label={title}
      columnConfig={columns}
      data={stores.value?.items}
      isPending={!stores.value && !stores.error}
      isStale={stores.isStale}
      pagination={{ type: 'none' }}
    />
  );
}
