import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Store,
  StoreResources,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { urumiStoresTranslationRef } from '../../translation';

/** Read when the question opens; nobody ponders it for longer. */
const ONCE_MS = 60 * 60_000;

/** As many revisions are counted; of more it is only said that there are. */
const MAX_COUNTED = 500;

/** What is gone for good with a store, as its cluster and its history have it now. */
export function LossList(props: { store: Store }) {
  const { store } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const resources = useLiveQuery({
    key: store.id,
    load: signal => storesApi.getResources(store.id, { signal }),
    refreshMs: () => ONCE_MS,
  });
  const revisions = useLiveQuery({
    key: store.id,
    load: signal =>
      storesApi.listRevisions(store.id, { limit: MAX_COUNTED, signal }),
    refreshMs: () => ONCE_MS,
  });
  const count = revisions.value?.items.length ?? 0;
  const isAll = revisions.value?.nextCursor === undefined;
  return (
    <ul style={{ margin: 0, overflowWrap: 'anywhere' }}>
      <li>{t('delete.database')}</li>
      <li>{t('delete.uploads')}</li>
      {volumes(resources.value).map(({ name, size }) => (
        <li key={name}>
          {t('delete.volume', { name, size: size ?? t('delete.sizeUnknown') })}
        </li>
      ))}
      {resources.error && <li>{t('delete.volumesUnknown')}</li>}
      <li>{t('delete.address', { host: store.hostname })}</li>
      {count > 0 && (
        <li>
          {isAll
            ? t('delete.revisions', { count })
            : t('delete.moreRevisions', { number: String(count) })}
        </li>
      )}
    </ul>
  );
}

function volumes(resources: StoreResources | undefined) {
  return (resources?.items ?? [])
    .filter(({ kind }) => kind === 'PersistentVolumeClaim')
    .map(({ name, details: { capacity } }) => ({
      name,
      size: typeof capacity === 'string' ? capacity : undefined,
    }));
}
