import { makeStyles } from '@material-ui/core/styles';
import { Flex, Link, Skeleton, Text } from '@backstage/ui';
import {
  identityApiRef,
  useApi,
  useRouteRef,
} from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { urumiStoresApiRef } from '../../api';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { useStoresSignal } from '../../hooks/useStoresSignal';
import { loadMyRefs } from '../../lib/loadMyRefs';
import { isInMotion, storeTitle } from '../../lib/storeState';
import { createStoreRouteRef, rootRouteRef, storeRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { StoreStatusLabel, TroubleLabels } from '../StoreStatus';

const MOST = 6;
const SOON_REFRESH_MS = 5_000;
const CALM_REFRESH_MS = 30_000;

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gap: 'var(--bui-space-2)',
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: 'var(--bui-space-1) var(--bui-space-3)',
  },
});

/** The newest stores of the signed-in person and their teams, for a card of a home page. */
export function MyStoresContent() {
  const classes = useStyles();
  const storesApi = useApi(urumiStoresApiRef);
  const identityApi = useApi(identityApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const rootLink = useRouteRef(rootRouteRef);
  const createLink = useRouteRef(createStoreRouteRef);
  const storeLink = useRouteRef(storeRouteRef);
  const { value, error, reload } = useLiveQuery({
    key: 'my stores',
    load: async signal =>
      storesApi.listStores(
        {
          limit: MOST,
          include_deleted: false,
          owner: await loadMyRefs(identityApi),
        },
        { signal },
      ),
    refreshMs: page =>
      !page || page.items.some(isInMotion) ? SOON_REFRESH_MS : CALM_REFRESH_MS,
    hint: useStoresSignal(),
  });

  if (!value) {
    return error ? (
      <ApiErrorState error={error} onRetry={reload} />
    ) : (
      <Skeleton height={120} role="status" aria-label={t('loading')} />
    );
  }
  if (value.items.length === 0) {
    return (
      <Flex direction="column" gap="2">
        <Text>{t('myStores.empty')}</Text>
        <Link href={createLink()}>{t('list.create')}</Link>
      </Flex>
    );
  }
  return (
    <Flex direction="column" gap="3">
      <ul className={classes.list} aria-label={t('myStores.title')}>
        {value.items.map(store => (
          <li key={store.id} className={classes.item}>
            <Link href={storeLink({ storeId: store.id })}>
              {storeTitle(store)}
            </Link>
            <Flex gap="3">
              <TroubleLabels store={store} />
              <StoreStatusLabel status={store.status} />
            </Flex>
          </li>
        ))}
      </ul>
      <Link href={`${rootLink()}?mine=true`}>{t('myStores.all')}</Link>
    </Flex>
  );
}
