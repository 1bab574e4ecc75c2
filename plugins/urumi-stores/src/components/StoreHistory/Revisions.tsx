import { useState } from 'react';
import { Button, Flex, Skeleton, Text } from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  StoreDetails,
  storeLogsReadPermission,
  StoreRevision,
  StoreRevisionPage,
  StoresApi,
  storeRollbackPermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { isProgressing } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { PointInTime } from '../PointInTime';
import { RevisionDiff } from './RevisionDiff';
import { RollBackDialog } from './RollBackDialog';

const REFRESH_MS = 60_000;

const useStyles = makeStyles({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: 'var(--bui-space-4)',
    overflowWrap: 'anywhere',
  },
});

/** The revisions of a store, the newest first. */
export function Revisions(props: {
  store: StoreDetails;
  onChanged: () => void;
}) {
  const { store, onChanged } = props;
  const classes = useStyles();
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const resourceRef = store.id;
  const rollBack = usePermission({
    permission: storeRollbackPermission,
    resourceRef,
  });
  const readDiffs = usePermission({
    permission: storeLogsReadPermission,
    resourceRef,
  });
  const [pages, setPages] = useState(1);
  const { value, error, isStale, reload } = useLiveQuery({
    key: `${store.id}:${pages}`,
    load: signal => readPages(storesApi, store.id, { pages, signal }),
    refreshMs: () => REFRESH_MS,
    hint: store.updated_at,
  });
  if (!value) {
    return error ? (
      <ApiErrorState error={error} onRetry={reload} />
    ) : (
      <div role="status" aria-label={t('loading')}>
        <Skeleton height={80} />
      </div>
    );
  }
  if (value.items.length === 0) {
    return <Text color="secondary">{t('history.empty')}</Text>;
  }
  const canGoBack =
    rollBack.allowed && store.status === 'READY' && !isProgressing(store);
  return (
    <Flex direction="column" gap="3">
      {error && <ApiErrorState error={error} onRetry={reload} />}
      {store.status === 'READY' && !rollBack.loading && !rollBack.allowed && (
        <Text as="p">{t('history.denied')}</Text>
      )}
      <ol className={classes.list}>
        {value.items.map(revision => (
          <li key={revision.revision}>
            <Revision revision={revision} />
            <Flex gap="2" align="start">
              {readDiffs.allowed && !revision.current && (
                <RevisionDiff storeId={store.id} revision={revision.revision} />
              )}
              {canGoBack && revision.rollback.possible && (
                <RollBackDialog
                  store={store}
                  revision={revision}
                  onRolledBack={onChanged}
                />
              )}
            </Flex>
          </li>
        ))}
      </ol>
      {value.nextCursor !== undefined && (
        <div>
          <Button
            variant="tertiary"
            onPress={() => (isStale ? reload() : setPages(pages + 1))}
            isPending={isStale && !error}
          >
            {t('events.older')}
          </Button>
        </div>
      )}
    </Flex>
  );
}

/** All from the newest on, as those that are made meanwhile move the others to later pages. */
async function readPages(
  storesApi: StoresApi,
  storeId: string,
  { pages, signal }: { pages: number; signal: AbortSignal },
): Promise<StoreRevisionPage> {
  const items: StoreRevision[] = [];
  let nextCursor: string | undefined;
  for (let page = 0; page < pages; page++) {
    const read = await storesApi.listRevisions(storeId, {
      ...(nextCursor !== undefined && { cursor: nextCursor }),
      signal,
    });
    items.push(...read.items);
    nextCursor = read.nextCursor;
    if (nextCursor === undefined) {
      break;
    }
  }
  return { items, ...(nextCursor !== undefined && { nextCursor }) };
}

function Revision(props: { revision: StoreRevision }) {
  const { revision } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const facts = [
    t('history.chart', { version: revision.chart_version }),
    revision.plan && t('history.plan', { plan: revision.plan }),
    revision.actor && t('events.by', { actor: revision.actor }),
    revision.job_state && t(`jobState.${revision.job_state}`),
    revision.state ?? t('history.notKept'),
  ].filter(Boolean);
  return (
    <Flex direction="column" gap="0.5">
      <Text as="p" weight="bold">
        {t(revision.current ? 'history.current' : 'history.revision', {
          revision: String(revision.revision),
        })}
        {': '}
        {revision.message}
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        <PointInTime time={revision.created_at} />
        {` · ${facts.join(' · ')}`}
      </Text>
      {!revision.current && !revision.rollback.possible && (
        <Text as="p" variant="body-small" color="secondary">
          {t('history.noWayBack', { reason: revision.rollback.reason })}
        </Text>
      )}
    </Flex>
  );
}
