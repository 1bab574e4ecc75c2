import { Alert } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { urumiStoresTranslationRef } from '../../translation';

/** Stands on every page that shows a store of a cluster with simulated nodes. */
export function SimulatedNotice() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <Alert
      role="note"
      status="info"
      icon
      title={t('simulated.title')}
      description={t('simulated.description')}
    />
  );
}
