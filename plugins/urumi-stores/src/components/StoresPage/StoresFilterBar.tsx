import { useEffect, useRef, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { makeStyles } from '@material-ui/core/styles';
import { Button, SearchField, Switch } from '@backstage/ui';
import { RiFilter3Line } from '@remixicon/react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { STORE_STATUSES } from '@urumi/backstage-plugin-urumi-stores-common';
import { NARROW } from '../../lib/narrow';
import { urumiStoresTranslationRef } from '../../translation';
import { FilterSelect } from './FilterSelect';
import { SortSelect } from './SortSelect';
import { StoresFilter, clearedFilter, isNarrowed } from './storesFilter';
import { useFilterOptions } from './useFilterOptions';
import { ChangeStoresFilter } from './useStoresFilter';

const TYPING_PAUSE_MS = 300;

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    gap: 'var(--bui-space-3)',
    flexGrow: 1,
    [NARROW]: { flexDirection: 'column', alignItems: 'stretch' },
  },
  search: {
    flex: '1 1 220px',
    maxWidth: 320,
    [NARROW]: { flex: 'none', maxWidth: 'none' },
  },
  choice: { flex: '0 1 170px', [NARROW]: { flex: 'none' } },
  switch: { minHeight: 'var(--bui-space-8)' },
});

/** Search and filters. On a narrow screen they fold away, all but the search. */
export function StoresFilterBar(props: {
  filter: StoresFilter;
  onChange: ChangeStoresFilter;
}) {
  const { filter, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const options = useFilterOptions(filter);
  const isNarrow = useMediaQuery(NARROW, { noSsr: true });
  const [isUnfolded, setIsUnfolded] = useState(false);
  const [search, setSearch] = useSearch(filter, onChange);
  const chosen = countChoices(filter);

  return (
    <div className={classes.root} role="search" aria-label={t('list.filters')}>
      <SearchField
        className={classes.search}
        label={t('list.search')}
        placeholder={t('list.searchPlaceholder')}
        maxLength={120}
        value={search}
        onChange={setSearch}
      />
      {isNarrow && (
        <Button
          variant="secondary"
          iconStart={<RiFilter3Line />}
          aria-expanded={isUnfolded}
          onPress={() => setIsUnfolded(!isUnfolded)}
        >
          {chosen > 0
            ? t('list.filtersChosen', { number: String(chosen) })
            : t('list.filters')}
        </Button>
      )}
      {(!isNarrow || isUnfolded) && (
        <>
          <FilterSelect
            className={classes.choice}
            label={t('list.status')}
            any={t('list.anyStatus')}
            options={STORE_STATUSES.map(status => ({
              id: status,
              label: t(`status.${status}`),
            }))}
            chosen={filter.statuses}
            onChange={ids =>
              onChange({
                statuses: STORE_STATUSES.filter(status => ids.includes(status)),
              })
            }
          />
          {options.engines.length > 1 && (
            <FilterSelect
              className={classes.choice}
              label={t('list.engine')}
              any={t('list.anyEngine')}
              options={options.engines}
              chosen={filter.engines}
              onChange={engines => onChange({ engines })}
            />
          )}
          {!filter.mine && (
            <FilterSelect
              className={classes.choice}
              label={t('list.owner')}
              any={t('list.anyOwner')}
              searchPlaceholder={t('list.searchOwner')}
              options={options.owners}
              chosen={filter.owners}
              onChange={owners => onChange({ owners })}
            />
          )}
          {options.clusters.length > 1 && (
            <FilterSelect
              className={classes.choice}
              label={t('list.cluster')}
              any={t('list.anyCluster')}
              options={options.clusters}
              chosen={filter.clusters}
              onChange={clusters => onChange({ clusters })}
            />
          )}
          {isNarrow && <SortSelect filter={filter} onChange={onChange} />}
          <Switch
            className={classes.switch}
            label={t('list.mine')}
            isSelected={filter.mine}
            onChange={mine => onChange({ mine, owners: [] })}
          />
          <Switch
            className={classes.switch}
            label={t('list.deleted')}
            isSelected={filter.showDeleted}
            onChange={showDeleted => onChange({ showDeleted })}
          />
          {(isNarrowed(filter) || filter.showDeleted) && (
            <Button
              variant="tertiary"
              onPress={() => onChange(clearedFilter(filter))}
            >
              {t('list.clear')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

/** What stands in the search field: what is typed, and what the address says when that changes. */
function useSearch(
  filter: StoresFilter,
  onChange: ChangeStoresFilter,
): [string, (search: string) => void] {
  const [search, setSearch] = useState(filter.search);
  const asked = useRef(filter.search);
  useEffect(() => {
    if (filter.search !== asked.current) {
      asked.current = filter.search;
      setSearch(filter.search);
    }
  }, [filter.search]);
  useDebounce(
    () => {
      const wanted = search.trim();
      if (wanted !== asked.current) {
        // The way back leads out of the search, not through its letters.
        onChange({ search: wanted }, { replace: Boolean(asked.current) });
        asked.current = wanted;
      }
    },
    TYPING_PAUSE_MS,
    [search],
  );
  return [search, setSearch];
}

/** In how many ways the list is narrowed by what may be folded away. */
function countChoices(filter: StoresFilter): number {
  const { statuses, engines, owners, clusters, mine, showDeleted } = filter;
  return (
    [statuses, engines, owners, clusters].filter(({ length }) => length > 0)
      .length +
    Number(mine) +
    Number(showDeleted)
  );
}
