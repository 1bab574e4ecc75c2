import { Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreJob } from '@urumi/backstage-plugin-urumi-stores-common';
import { formatDuration } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';

/** Where the store's job stands in the queue, while it has not ended. */
export function JobNote(props: { job: StoreJob; now: number }) {
  const { job, now } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  if (job.completed_at) {
    return null;
  }
  const notes: string[] = [];
  if (job.position !== null) {
    notes.push(t('steps.position', { position: String(job.position) }));
  }
  if (job.attempt > 1) {
    notes.push(
      t('steps.attempt', {
        attempt: String(job.attempt),
        max: String(job.max_attempts),
      }),
    );
  }
  if (job.error_message) {
    notes.push(t('steps.lastError', { message: job.error_message }));
  }
  if (job.waiting_for && job.run_after) {
    notes.push(
      t('steps.waitingFor', {
        what: job.waiting_for,
        duration: formatDuration(Date.parse(job.run_after) - now),
      }),
    );
  }
  if (notes.length === 0) {
    return null;
  }
  return (
    <Text as="p" variant="body-small" color="secondary">
      {notes.join(' ')}
    </Text>
  );
}
