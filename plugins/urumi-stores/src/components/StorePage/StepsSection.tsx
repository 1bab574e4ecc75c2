import { Flex, Text } from '@backstage/ui';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  StepState,
  StoreDetails,
  StoreStep,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { useNow } from '../../hooks/useNow';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { Section } from '../Section';
import { StateLabel, Tone } from '../StoreStatus';
import { JobNote } from './JobNote';

const TICK_MS = 1_000;

const TONES: Record<StepState, Tone> = {
  pending: 'waiting',
  running: 'moving',
  waiting: 'moving',
  done: 'good',
  skipped: 'skipped',
  failed: 'bad',
};

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  step: {
    display: 'grid',
    gridTemplateColumns: '8rem 1fr',
    gap: 'var(--bui-space-1) var(--bui-space-4)',
    padding: 'var(--bui-space-2) 0',
    borderBottom: '1px solid var(--bui-border-1)',
    '&:last-child': { borderBottom: 'none' },
  },
  bar: { marginTop: 'var(--bui-space-2)', borderRadius: 4 },
});

/** What the store's current or last job does, step by step. */
export function StepsSection(props: { store: StoreDetails }) {
  const { store } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const now = useNow(TICK_MS);
  return (
    <Section title={t('steps.title')}>
      {store.job && <JobNote job={store.job} now={now} />}
      {store.steps.length === 0 ? (
        <Text color="secondary">{t('steps.empty')}</Text>
      ) : (
        <ol className={classes.list}>
          {store.steps.map(step => (
            <Step key={step.name} step={step} now={now} />
          ))}
        </ol>
      )}
    </Section>
  );
}

function Step(props: { step: StoreStep; now: number }) {
  const { step, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const isActive = step.state === 'running' || step.state === 'waiting';
  return (
    <li className={classes.step} aria-current={isActive ? 'step' : undefined}>
      <StateLabel tone={TONES[step.state]} label={t(`step.${step.state}`)} />
      <div>
        <Flex justify="between" gap="3">
          <Text as="span" weight="bold">
            {step.name}
          </Text>
          <StepTime step={step} now={now} />
        </Flex>
        {step.message && (
          <Text as="p" variant="body-small" color="secondary">
            {step.message}
          </Text>
        )}
        {isActive && <StepDeadline step={step} now={now} />}
      </div>
    </li>
  );
}

function StepTime(props: { step: StoreStep; now: number }) {
  const { step, now } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  if (!step.started_at || step.state === 'pending') {
    return null;
  }
  const text = step.finished_at
    ? t('steps.took', {
        duration: formatDuration(
          Date.parse(step.finished_at) - Date.parse(step.started_at),
        ),
      })
    : t('steps.since', {
        duration: formatDuration(millisecondsSince(step.started_at, now)),
      });
  return (
    <Text as="span" variant="body-small" color="secondary">
      <time dateTime={step.started_at}>{text}</time>
    </Text>
  );
}

function StepDeadline(props: { step: StoreStep; now: number }) {
  const { step, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const label = t('steps.progress', { step: step.name });
  if (!step.started_at || !step.deadline_ms) {
    return <LinearProgress className={classes.bar} aria-label={label} />;
  }
  const used = millisecondsSince(step.started_at, now);
  const left = step.deadline_ms - used;
  return (
    <>
      <LinearProgress
        className={classes.bar}
        variant="determinate"
        value={Math.min(100, Math.max(0, (used / step.deadline_ms) * 100))}
        aria-label={label}
      />
      <Text as="p" variant="body-small" color="secondary">
        {left > 0
          ? t('steps.left', { duration: formatDuration(left) })
          : t('steps.overdue')}
      </Text>
    </>
  );
}
