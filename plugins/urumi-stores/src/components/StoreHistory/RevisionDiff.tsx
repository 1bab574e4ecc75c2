import { useState } from 'react';
import { Button, Flex, Skeleton, Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RevisionChange,
  StoreRevisionDiff,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { EvidenceTable } from '../StorePage/EvidenceTable';

/** Two revisions never change; they are read again only to get over an error. */
const REFRESH_MS = 60 * 60_000;
const ERROR_REFRESH_MS = 30_000;

/** What differs between a revision and the one that the store runs, once it is asked for. */
export function RevisionDiff(props: { storeId: string; revision: number }) {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [isOpen, setIsOpen] = useState(false);
  const words = { revision: String(props.revision) };
  return (
    <Flex direction="column" gap="2">
      <div>
        <Button
          variant="secondary"
          size="small"
          aria-expanded={isOpen}
          aria-label={t('diff.openOf', words)}
          onPress={() => setIsOpen(!isOpen)}
        >
          {t('diff.open')}
        </Button>
      </div>
      {isOpen && <Differences {...props} />}
    </Flex>
  );
}

function Differences(props: { storeId: string; revision: number }) {
  const { storeId, revision } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { value, error, reload } = useLiveQuery({
    key: `${storeId}/${revision}`,
    load: signal =>
      storesApi.diffRevisions(storeId, { from: revision }, { signal }),
    refreshMs: diff => (diff ? REFRESH_MS : ERROR_REFRESH_MS),
  });
  if (value) {
    return <Diff diff={value} />;
  }
  return error ? (
    <ApiErrorState error={error} onRetry={reload} />
  ) : (
    <div role="status" aria-label={t('loading')}>
      <Skeleton height={40} />
    </div>
  );
}

function Diff(props: { diff: StoreRevisionDiff }) {
  const { from, to, values, manifest, note } = props.diff;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const columns = [
    t('diff.path'),
    t('diff.revision', { revision: String(from) }),
    t('diff.revision', { revision: String(to) }),
  ];
  const rows = (changes: RevisionChange[], prefix = '') =>
    changes.map(({ path, before, after }) => [
      `${prefix}${path}`,
      before ?? t('drift.notSet'),
      after ?? t('drift.notSet'),
    ]);
  return (
    <div>
      {values && (
        <EvidenceTable
          summary={t('diff.values', { number: String(values.length) })}
          columns={columns}
          rows={rows(values)}
          isOpen
        />
      )}
      {manifest && (
        <EvidenceTable
          summary={t('diff.objects', { number: String(manifest.length) })}
          columns={columns}
          rows={manifest.flatMap(({ kind, name, change, fields }) =>
            change === 'changed'
              ? rows(fields, `${kind} ${name}: `)
              : [
                  [
                    `${kind} ${name}`,
                    change === 'removed' ? t('diff.there') : t('drift.notSet'),
                    change === 'added' ? t('diff.there') : t('drift.notSet'),
                  ],
                ],
          )}
        />
      )}
      {note && (
        <Text as="p" variant="body-small" color="secondary">
          {note}
        </Text>
      )}
    </div>
  );
}
