import { makeStyles } from '@material-ui/core/styles';
import { Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { readApiError } from '../../lib/readApiError';
import { Outcome } from '../../lib/runEach';
import { storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { StateLabel, Tone } from '../StoreStatus';
import { BulkAction, newestVersion } from './bulkAction';
import { BulkPlan } from './useObstacles';

const TONES: Record<Outcome['state'], Tone> = {
  waiting: 'waiting',
  running: 'moving',
  done: 'good',
  failed: 'bad',
};

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gap: 'var(--bui-space-2)',
    maxHeight: '40vh',
    overflowY: 'auto',
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: 'var(--bui-space-1) var(--bui-space-3)',
    paddingBlockEnd: 'var(--bui-space-2)',
    borderBlockEnd: '1px solid var(--bui-border-1)',
  },
  name: { display: 'grid', minWidth: 0, overflowWrap: 'anywhere' },
});

/** The stores that are meant, those that are left out and why, and how it went with each. */
export function BulkList(props: {
  action: BulkAction;
  stores: Store[];
  plan: BulkPlan;
  outcomes: ReadonlyMap<string, Outcome>;
}) {
  const { action, stores, plan, outcomes } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);

  const describe = (store: Store) =>
    action === 'delete'
      ? store.hostname
      : t('bulk.upgrade.versions', {
          present: store.chart_version,
          next: newestVersion(store, plan.engines) ?? store.chart_version,
        });
  return (
    <ul
      className={classes.list}
      aria-label={t('bulk.list')}
      // Longer than the dialog, it is scrolled by keys as well.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {stores.map(store => {
        const obstacle = plan.obstacles.get(store.id);
        const outcome = outcomes.get(store.id);
        return (
          <li key={store.id} className={classes.item}>
            <span className={classes.name}>
              <Text weight="bold">{storeTitle(store)}</Text>
              <Text variant="body-small" color="secondary">
                {obstacle ? t(`bulk.obstacle.${obstacle}`) : describe(store)}
              </Text>
              {outcome?.state === 'failed' && (
                <Text variant="body-small" color="danger">
                  {readApiError(outcome.error).message}
                </Text>
              )}
            </span>
            {obstacle ? (
              <StateLabel tone="skipped" label={t('bulk.leftOut')} />
            ) : (
              outcome && (
                <StateLabel
                  tone={TONES[outcome.state]}
                  label={t(`bulk.outcome.${outcome.state}`)}
                />
              )
            )}
          </li>
        );
      })}
    </ul>
  );
}
