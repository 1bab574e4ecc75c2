import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StorePlanPreview } from '@urumi/backstage-plugin-urumi-stores-common';
import { readApiError } from '../../lib/readApiError';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Facts } from '../Facts';
import { RunbookLink } from '../RunbookLink';
import { Section } from '../Section';
import { planCost } from '../StoreParameters';
import { useStorePreview } from './useStorePreview';

/** What the backend would make of the form, and what stands against it. */
export function PreviewCard(props: {
  check: ReturnType<typeof useStorePreview>;
  /** Names of the fields that have to be put right before anything can be said. */
  missing: string[];
}) {
  const { check, missing } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <Section title={t('create.preview')}>
      <Flex direction="column" gap="4" aria-busy={check.isChecking}>
        <div role="status" aria-label={t('create.checkResult')}>
          <CheckResult check={check} missing={missing} />
        </div>
        {missing.length === 0 && !check.error && check.preview && (
          // What was true of the form a moment ago is shown as such.
          <div style={{ opacity: check.isChecking ? 0.6 : 1 }}>
            <PreviewFacts preview={check.preview} />
          </div>
        )}
      </Flex>
    </Section>
  );
}

function CheckResult(props: {
  check: ReturnType<typeof useStorePreview>;
  missing: string[];
}) {
  const { check, missing } = props;
  const { preview, error, isChecking } = check;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  if (missing.length > 0) {
    return (
      <Text as="p" color="secondary">
        {t('create.previewNeeds', { names: missing.join(', ') })}
      </Text>
    );
  }
  if (error) {
    const isWrong = readApiError(error).kind === 'invalid';
    return (
      <ApiErrorState
        error={error}
        {...(isWrong ? { title: t('create.notRight') } : {})}
        {...(isWrong ? {} : { onRetry: check.retry })}
      />
    );
  }
  if (!preview) {
    return (
      <Flex direction="column" gap="2">
        <Text as="p" color="secondary">
          {t('create.checking')}
        </Text>
        <Skeleton height={24} />
        <Skeleton height={96} />
      </Flex>
    );
  }
  if (isChecking) {
    return <Alert status="info" isPending title={t('create.checking')} />;
  }
  return preview.problems.length === 0 ? (
    <Alert
      status="success"
      icon
      title={t('create.noProblems')}
      description={t('create.previewHint')}
    />
  ) : (
    <Flex direction="column" gap="2">
      {preview.problems.map(problem => (
        <Alert
          key={problem.code + problem.message}
          status="warning"
          icon
          title={problem.message}
          description={<RunbookLink reason={problem.code} />}
        />
      ))}
    </Flex>
  );
}

function PreviewFacts(props: { preview: StorePlanPreview }) {
  const { preview } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { stores_per_owner, stores_total, writes_per_minute } = preview.limits;
  return (
    <Facts
      facts={[
        [t('create.host'), preview.host],
        [t('create.cluster'), preview.cluster],
        [t('create.namespace'), preview.namespace],
        [t('create.chart'), `${preview.chart.name} ${preview.chart.version}`],
        [t('create.quota'), t('create.planCost', planCost(preview.quota))],
        [
          t('create.objects'),
          Object.entries(preview.objects)
            .map(([kind, count]) => `${count} ${kind}`)
            .join(', '),
        ],
        [
          t('create.limits'),
          [
            t('create.limitOwner', limit(stores_per_owner)),
            t('create.limitTotal', limit(stores_total)),
            t('create.limitWrites', limit(writes_per_minute)),
          ].join(', '),
        ],
      ]}
    />
  );
}

function limit(usage: { left: number; allowed: number }) {
  return { left: String(usage.left), allowed: String(usage.allowed) };
}
