import { makeStyles } from '@material-ui/core/styles';
import { Alert, Text } from '@backstage/ui';
import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { LimitUsage } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { useStoresSignal } from '../../hooks/useStoresSignal';
import { urumiStoresTranslationRef } from '../../translation';

const REFRESH_MS = 30_000;

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: 'var(--bui-space-1) var(--bui-space-4)',
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
});

/**
 * What is used and left of the limits. Nothing while it cannot be read: the answer to a request
 * names a limit that stands against it in any case.
 */
export function StoreLimits(props: {
  /** Entity ref; by default the team of the signed-in user. */
  owner?: string;
  /** Name of the plan whose own limits are shown, too. */
  plan?: string;
}) {
  const { owner, plan } = props;
  const classes = useStyles();
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { value, isStale } = useLiveQuery({
    key: `limits ${owner ?? ''}`,
    load: signal => storesApi.getLimits(owner ? { owner } : {}, { signal }),
    refreshMs: () => REFRESH_MS,
    hint: useStoresSignal(),
  });
  if (!value || isStale) {
    return null;
  }

  const ofPlan = value.plans.find(each => each.plan === plan);
  const ownerName = parseEntityRef(value.owner).name;
  const planName = plan ?? '';
  const stores: [name: string, usage: LimitUsage | null | undefined][] = [
    [t('limits.owner', { owner: ownerName }), value.stores_per_owner],
    [
      t('limits.planOwner', { plan: planName, owner: ownerName }),
      ofPlan?.stores_per_owner,
    ],
    [t('limits.person'), value.stores_per_person],
    [t('limits.total'), value.stores_total],
    [t('limits.planTotal', { plan: planName }), ofPlan?.stores_total],
  ];
  const reached = stores.filter(([, usage]) => usage?.left === 0);

  return (
    <>
      {reached.length > 0 && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('limits.reached', {
            names: reached.map(([name]) => name).join(', '),
          })}
          description={t('create.limitHint')}
        />
      )}
      <ul className={classes.list} aria-label={t('limits.title')}>
        {[
          ...stores,
          [t('limits.creates'), value.creates_per_minute] as const,
        ].map(
          ([name, usage]) =>
            usage && (
              <li key={name}>
                <Text variant="body-small" color="secondary">
                  {t('limits.usage', {
                    name,
                    used: String(usage.used),
                    allowed: String(usage.allowed),
                    left: String(usage.left),
                  })}
                </Text>
              </li>
            ),
        )}
      </ul>
    </>
  );
}
