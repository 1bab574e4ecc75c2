import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { runbookLink } from '../../lib/runbookLink';
import { urumiStoresTranslationRef } from '../../translation';

/** Leads to what the runbook says of a cause. */
export function RunbookLink(props: { reason: string }) {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return <Link href={runbookLink(props.reason)}>{t('failure.runbook')}</Link>;
}
