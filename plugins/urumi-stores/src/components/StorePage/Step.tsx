import { Button, Flex, Text } from '@backstage/ui';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  StepState,
  StoreDetails,
  StoreStep,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { StateLabel, Tone } from '../StoreStatus';
import { StepTime } from './StepTime';

const TONES: Record<StepState, Tone> = {
  pending: 'waiting',
  running: 'moving',
  waiting: 'moving',
  done: 'good',
  skipped: 'skipped',
  failed: 'bad',
};

/** Steps that wait for what runs in the store's pods. */
const STEPS_OF_PODS = ['workloads', 'storefront', 'checkout', 'isolation'];

const useStyles = makeStyles({
  step: {
    display: 'grid',
    gridTemplateColumns: '7.5rem minmax(0, 1fr)',
    gap: 'var(--bui-space-1) var(--bui-space-4)',
    padding: 'var(--bui-space-2) 0',
    borderBottom: '1px solid var(--bui-border-1)',
    '&:last-child': { borderBottom: 'none' },
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  bar: { margin: 'var(--bui-space-2) 0', borderRadius: 4 },
  finding: {
    margin: 'var(--bui-space-1) 0',
    padding: 'var(--bui-space-2) var(--bui-space-3)',
    borderLeft: '3px solid var(--bui-border-info)',
    background: 'var(--bui-bg-neutral-2)',
    overflowWrap: 'anywhere',
  },
  message: { overflowWrap: 'anywhere' },
});

/** One step: how it stands, how long it takes, and what it waits for. */
export function Step(props: {
  step: StoreStep;
  store: StoreDetails;
  now: number;
  onOpenPods?: () => void;
}) {
  const { step, store, now, onOpenPods } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const isActive = step.state === 'running' || step.state === 'waiting';
  return (
    <li className={classes.step} aria-current={isActive ? 'step' : undefined}>
      <StateLabel tone={TONES[step.state]} label={t(`step.${step.state}`)} />
      <div>
        <Flex justify="between" gap="3" style={{ flexWrap: 'wrap' }}>
          <Text as="span" weight="bold">
            {step.name}
          </Text>
          <StepTime step={step} now={now} />
        </Flex>
        {step.message && (
          <Text
            as="p"
            variant="body-small"
            color={isActive ? 'primary' : 'secondary'}
            className={isActive ? classes.finding : classes.message}
          >
            {step.message}
          </Text>
        )}
        {isActive && <LastWarning step={step} store={store} />}
        {isActive && <StepDeadline step={step} now={now} />}
        {step.state === 'waiting' &&
          onOpenPods &&
          STEPS_OF_PODS.includes(step.name) && (
            <Button variant="tertiary" size="small" onPress={onOpenPods}>
              {t('steps.pods')}
            </Button>
          )}
      </div>
    </li>
  );
}

/** The newest line of the log that warned since the step began, unless the step says it itself. */
function LastWarning(props: { step: StoreStep; store: StoreDetails }) {
  const { step, store } = props;
  const classes = useStyles();
  const warning = store.events.find(
    event =>
      event.level !== 'info' &&
      event.job_id === store.job?.id &&
      step.started_at !== null &&
      event.created_at >= step.started_at,
  );
  if (!warning || step.message?.includes(warning.message)) {
    return null;
  }
  return (
    <Text
      as="p"
      variant="body-small"
      color="warning"
      className={classes.message}
    >
      {warning.message}
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
