import { Alert, Button } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Readiness, Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { isSimulated } from '../../lib/storeState';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { SimulatedNotice } from './SimulatedNotice';

const CALM_REFRESH_MS = 30_000;
const TROUBLE_REFRESH_MS = 5_000;

/**
 * What everybody has to know who looks at these stores: what keeps work from going on (the
 * backend, its worker, a cluster), and that a cluster only plays its pods.
 */
export function StoreNotices(props: { stores: Store[] }) {
  const { stores } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { value, error, reload } = useLiveQuery({
    key: 'readiness',
    load: signal => storesApi.getReadiness({ signal }),
    refreshMs: readiness =>
      readiness && isCalm(readiness) ? CALM_REFRESH_MS : TROUBLE_REFRESH_MS,
  });

  const troubles: { title: string; reason?: string }[] = [];
  if (error) {
    troubles.push({ title: t('readiness.unreachable'), reason: error.message });
  } else if (value?.status === 'unavailable') {
    troubles.push({
      title: t('readiness.notReady'),
      reason: value.reasons.join('. '),
    });
  }
  for (const cluster of value?.clusters ?? []) {
    const { name, reachable, incident } = cluster;
    if (incident) {
      const { message, since, stores_waiting: count, next_action } = incident;
      const duration = formatDuration(millisecondsSince(since, Date.now()));
      troubles.push({
        title: t(reachable ? 'readiness.incident' : 'readiness.cluster', {
          name,
        }),
        reason: [
          `${message.replace(/\.$/, '')}, ${t('readiness.since', {
            duration,
          })}`,
          t('readiness.storesWaiting', { count }),
          t('readiness.operator', { action: next_action }),
        ].join(' '),
      });
    }
  }

  // Before a store is ready, only the cluster knows that it is simulated.
  const simulatedClusters = value?.clusters
    .filter(cluster => cluster.simulated_nodes)
    .map(cluster => cluster.name);
  const isAnySimulated = stores.some(
    store => isSimulated(store) || simulatedClusters?.includes(store.cluster),
  );

  return (
    <>
      {troubles.map(trouble => (
        <Alert
          key={trouble.title}
          role="status"
          status="warning"
          icon
          title={trouble.title}
          description={[trouble.reason, t('readiness.waits')]
            .filter(Boolean)
            .map(text => `${text}`.replace(/\.?$/, '.'))
            .join(' ')}
          customActions={
            <Button variant="secondary" onPress={reload}>
              {t('retry')}
            </Button>
          }
        />
      ))}
      {isAnySimulated && <SimulatedNotice />}
    </>
  );
}

function isCalm(readiness: Readiness): boolean {
  return (
    readiness.status === 'ok' &&
    readiness.clusters.every(({ incident }) => incident === null)
  );
}
