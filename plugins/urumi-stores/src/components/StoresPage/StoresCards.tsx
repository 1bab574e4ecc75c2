import { makeStyles } from '@material-ui/core/styles';
import { Card, CardBody, Checkbox, Flex, Link, Text } from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { useNow } from '../../hooks/useNow';
import { storeTitle } from '../../lib/storeState';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { storeRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { StoreAddress } from './StoreAddress';
import { StoreOwner } from './StoreOwner';
import { StoreState } from './StoreState';
import { StoresSelection } from './useStoresSelection';
import { Stores } from './useStores';

const AGE_REFRESH_MS = 10_000;

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gap: 'var(--bui-space-3)',
    listStyle: 'none',
    margin: 0,
    padding: 0,
    '&[data-stale=true]': { opacity: 0.6 },
  },
  name: { overflowWrap: 'anywhere', fontWeight: 600 },
});

/** The list of stores where a table has no room. */
export function StoresCards(props: {
  stores: Stores;
  selection: StoresSelection;
}) {
  const { stores, selection } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const now = useNow(AGE_REFRESH_MS);
  return (
    <ul
      className={classes.list}
      aria-label={t('list.table')}
      data-stale={stores.isStale}
    >
      {stores.value?.items.map(store => (
        <li key={store.id}>
          <StoreCard store={store} now={now} selection={selection} />
        </li>
      ))}
    </ul>
  );
}

function StoreCard(props: {
  store: Store;
  now: number;
  selection: StoresSelection;
}) {
  const { store, now, selection } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const storeLink = useRouteRef(storeRouteRef);
  const name = storeTitle(store);
  return (
    <Card>
      <CardBody>
        <Flex direction="column" gap="2">
          <Flex justify="between" align="start" gap="2">
            <Link
              className={classes.name}
              href={storeLink({ storeId: store.id })}
            >
              {name}
            </Link>
            <Checkbox
              aria-label={t('list.choose', { name })}
              isSelected={selection.ids.has(store.id)}
              onChange={() => selection.toggle(store.id)}
            />
          </Flex>
          <StoreState store={store} />
          <StoreAddress store={store} />
          <Text variant="body-small" color="secondary">
            {t('list.engineAndAge', {
              engine: store.engine,
              age: formatDuration(millisecondsSince(store.created_at, now)),
            })}
          </Text>
          <StoreOwner store={store} />
        </Flex>
      </CardBody>
    </Card>
  );
}
