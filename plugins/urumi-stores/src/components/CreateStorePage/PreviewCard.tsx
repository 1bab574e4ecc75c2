import { Alert, Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StorePlanPreview } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { Facts } from '../Facts';

/** What the backend would make of the form, and what stands against it. */
export function PreviewCard(props: { preview: StorePlanPreview }) {
  const { preview } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { stores_per_owner, stores_total, writes_per_minute } = preview.limits;

  return (
    <Card role="region" aria-label={t('create.preview')}>
      <CardHeader>
        <Text as="h3" variant="title-x-small">
          {t('create.preview')}
        </Text>
        <Text variant="body-small" color="secondary">
          {t('create.previewHint')}
        </Text>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="4">
          {preview.problems.map(problem => (
            <Alert
              key={problem.code}
              status="warning"
              icon
              title={problem.message}
            />
          ))}
          {preview.problems.length === 0 && (
            <Alert status="success" icon title={t('create.noProblems')} />
          )}
          <Facts
            facts={[
              [t('create.namespace'), preview.namespace],
              [t('create.host'), preview.host],
              [
                t('create.chart'),
                `${preview.chart.name} ${preview.chart.version}`,
              ],
              [t('create.cluster'), preview.cluster],
              [
                t('create.objects'),
                pairs(preview.objects, (kind, count) => `${count} ${kind}`),
              ],
              [
                t('create.quota'),
                pairs(preview.quota, (name, bound) => `${name}: ${bound}`),
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
        </Flex>
      </CardBody>
    </Card>
  );
}

function limit(usage: { left: number; allowed: number }) {
  return { left: String(usage.left), allowed: String(usage.allowed) };
}

function pairs<T>(
  record: Record<string, T>,
  format: (key: string, value: T) => string,
): string {
  return Object.entries(record)
    .map(([key, value]) => format(key, value))
    .join(', ');
}
