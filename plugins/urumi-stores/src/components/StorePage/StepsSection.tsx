import { Text } from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { useNow } from '../../hooks/useNow';
import { usualRest } from '../../lib/usualRest';
import { formatDuration } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { Section } from '../Section';
import { JobNote } from './JobNote';
import { Step } from './Step';

const TICK_MS = 1_000;

const useStyles = makeStyles({
  list: {
    listStyle: 'none',
    margin: 'var(--bui-space-2) 0 0',
    padding: 0,
  },
});

/** What the store's current or last job does, step by step, and how long it usually goes on. */
export function StepsSection(props: {
  store: StoreDetails;
  /** Leads to the pods of the store, for steps that wait for them. */
  onOpenPods?: () => void;
}) {
  const { store, onOpenPods } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const now = useNow(TICK_MS);
  const rest = store.job?.completed_at
    ? undefined
    : usualRest(store.steps, now);
  return (
    <Section title={t('steps.title')}>
      {store.job && <JobNote job={store.job} now={now} />}
      {rest !== undefined && (
        <Text as="p" variant="body-small" color="secondary">
          {t('steps.rest', { duration: formatDuration(rest) })}
        </Text>
      )}
      {store.steps.length === 0 ? (
        <Text color="secondary">{t('steps.empty')}</Text>
      ) : (
        <ol className={classes.list}>
          {store.steps.map(step => (
            <Step
              key={step.name}
              step={step}
              store={store}
              now={now}
              onOpenPods={onOpenPods}
            />
          ))}
        </ol>
      )}
    </Section>
  );
}
