import { Select } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { STORE_SORTS } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { StoresFilter } from './storesFilter';
import { ChangeStoresFilter } from './useStoresFilter';

const OFFERED = [
  '-created_at',
  'created_at',
  'display_name',
  'status',
  'owner',
  'engine',
] as const;

/** Chooses the order where there are no columns to press on. */
export function SortSelect(props: {
  filter: StoresFilter;
  onChange: ChangeStoresFilter;
}) {
  const { filter, onChange } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const labels: Record<(typeof OFFERED)[number], string> = {
    '-created_at': t('list.newestFirst'),
    created_at: t('list.oldestFirst'),
    display_name: t('list.name'),
    status: t('list.status'),
    owner: t('list.owner'),
    engine: t('list.engine'),
  };
  return (
    <Select
      label={t('list.sort')}
      options={OFFERED.map(id => ({ id, label: labels[id] }))}
      value={filter.sort}
      onChange={key => {
        const sort = STORE_SORTS.find(known => known === key);
        if (sort) {
          onChange({ sort });
        }
      }}
    />
  );
}
