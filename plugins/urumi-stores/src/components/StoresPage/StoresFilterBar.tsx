import { useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { Flex, SearchField, Select, Switch } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { STORE_STATUSES } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { StoresFilter } from './useStoresFilter';

const TYPING_PAUSE_MS = 300;
const ANY = 'ANY';

/** Search, status and deleted stores. */
export function StoresFilterBar(props: {
  filter: StoresFilter;
  onChange: (change: Partial<StoresFilter>) => void;
}) {
  const { filter, onChange } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [search, setSearch] = useState(filter.search);
  useDebounce(
    () => {
      if (search !== filter.search) {
        onChange({ search });
      }
    },
    TYPING_PAUSE_MS,
    [search],
  );

  return (
    <Flex gap="4" align="end" style={{ flexWrap: 'wrap' }}>
      <SearchField
        label={t('list.search')}
        placeholder={t('list.searchPlaceholder')}
        value={search}
        onChange={setSearch}
        style={{ width: 280 }}
      />
      <Select
        label={t('list.status')}
        value={filter.status ?? ANY}
        onChange={key =>
          onChange({ status: STORE_STATUSES.find(status => status === key) })
        }
        options={[
          { id: ANY, label: t('list.anyStatus') },
          ...STORE_STATUSES.map(status => ({
            id: status,
            label: t(`status.${status}`),
          })),
        ]}
        style={{ width: 180 }}
      />
      <Switch
        label={t('list.deleted')}
        isSelected={filter.showDeleted}
        onChange={showDeleted => onChange({ showDeleted })}
        style={{ minHeight: 'var(--bui-space-8)' }}
      />
    </Flex>
  );
}
