import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreDrift } from '@urumi/backstage-plugin-urumi-stores-common';
import { formatTime } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { EvidenceTable } from './EvidenceTable';

/** What was changed outside of the platform: where, from what to what, by whom and when. */
export function DriftTable(props: {
  drift: readonly StoreDrift[];
  isOpen?: boolean;
}) {
  const { drift, isOpen } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <EvidenceTable
      summary={t('events.findings', { found: String(drift.length) })}
      isOpen={isOpen}
      columns={[
        t('drift.object'),
        t('drift.field'),
        t('drift.expected'),
        t('drift.actual'),
        t('drift.who'),
        t('drift.when'),
      ]}
      rows={drift.map(finding => [
        `${finding.kind} ${finding.name}`,
        finding.field ?? t('drift.wholeObject'),
        <ExpectedValue finding={finding} />,
        <ActualValue finding={finding} />,
        finding.changed_by ?? t('drift.nobody'),
        finding.changed_at === null
          ? t('drift.nobody')
          : formatTime(finding.changed_at),
      ])}
    />
  );
}

function ExpectedValue(props: { finding: StoreDrift }) {
  const { finding } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  if (isHidden(finding)) {
    return <>{t('drift.hidden')}</>;
  }
  const nothing = finding.field === null ? '' : t('drift.notSet');
  return <>{finding.expected ?? nothing}</>;
}

function ActualValue(props: { finding: StoreDrift }) {
  const { finding } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  if (finding.change !== 'changed') {
    return <>{t(`drift.${finding.change}`)}</>;
  }
  return (
    <>
      {isHidden(finding)
        ? t('drift.hidden')
        : finding.actual ?? t('drift.notSet')}
    </>
  );
}

/** A value that may be a secret is kept back on both sides. */
function isHidden({ change, field, expected, actual }: StoreDrift): boolean {
  return (
    change === 'changed' &&
    field !== null &&
    expected === null &&
    actual === null
  );
}
