import { Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreStep } from '@urumi/backstage-plugin-urumi-stores-common';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';

/** How long a step took or has taken so far, beside what it usually takes here. */
export function StepTime(props: { step: StoreStep; now: number }) {
  const { step, now } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { started_at: startedAt, finished_at: finishedAt } = step;
  const usual = step.usual_ms ?? undefined;
  const parts: string[] = [];
  if (step.state === 'pending' || !startedAt) {
    if (usual !== undefined && step.state === 'pending') {
      parts.push(t('steps.usually', { duration: formatDuration(usual) }));
    }
  } else if (finishedAt) {
    parts.push(
      t('steps.took', {
        duration: formatDuration(
          Date.parse(finishedAt) - Date.parse(startedAt),
        ),
      }),
    );
  } else {
    const used = millisecondsSince(startedAt, now);
    parts.push(t('steps.since', { duration: formatDuration(used) }));
    if (usual !== undefined) {
      parts.push(
        used <= usual
          ? t('steps.usuallyLeft', {
              duration: formatDuration(usual),
              left: formatDuration(usual - used),
            })
          : t('steps.longerThanUsual', { duration: formatDuration(usual) }),
      );
    }
  }
  if (parts.length === 0) {
    return null;
  }
  return (
    <Text as="span" variant="body-small" color="secondary">
      <time dateTime={startedAt ?? undefined}>{parts.join(', ')}</time>
    </Text>
  );
}
