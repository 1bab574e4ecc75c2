import { Flex, Text } from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  CONDITION_TYPES,
  ConditionType,
  StoreCondition,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { useNow } from '../../hooks/useNow';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { RunbookLink } from '../RunbookLink';
import { Section } from '../Section';
import { StateLabel, Tone } from '../StoreStatus';

const AGE_REFRESH_MS = 10_000;

const useStyles = makeStyles({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: 'var(--bui-space-3)',
  },
});

/** What is known of the store, one aspect at a time. */
export function ConditionsSection(props: { conditions: StoreCondition[] }) {
  const { conditions } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const now = useNow(AGE_REFRESH_MS);
  return (
    <Section title={t('conditions.title')}>
      {conditions.length === 0 && (
        <Text color="secondary">{t('conditions.empty')}</Text>
      )}
      <ul className={classes.list}>
        {conditions.map(condition => (
          <Condition key={condition.type} condition={condition} now={now} />
        ))}
      </ul>
    </Section>
  );
}

function Condition(props: { condition: StoreCondition; now: number }) {
  const { condition, now } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { type, state, since, reason, message } = condition;
  const tone = toneOf(condition);
  // A backend that is newer than this page may know more types.
  const known = isKnown(type);
  return (
    <li>
      <Flex justify="between" gap="3">
        <StateLabel
          tone={tone}
          label={`${known ? t(`conditionType.${type}`) : type}: ${t(
            `condition.${state}`,
          )}`}
        />
        <Text as="span" variant="body-small" color="secondary">
          {t('steps.since', {
            duration: formatDuration(millisecondsSince(since, now)),
          })}
        </Text>
      </Flex>
      <Text as="p" variant="body-small">
        {message}
      </Text>
      {known && (
        <Text as="p" variant="body-small" color="secondary">
          {t(`conditionHint.${type}`)}
        </Text>
      )}
      {(tone === 'bad' || tone === 'attention') && (
        <RunbookLink reason={reason} />
      )}
    </li>
  );
}

function isKnown(type: string): type is ConditionType {
  return CONDITION_TYPES.some(known => known === type);
}

function toneOf(condition: StoreCondition): Tone {
  if (condition.state === 'unknown') {
    return 'unknown';
  }
  // That nothing progresses is no bad news.
  if (condition.type === 'Progressing') {
    return condition.state === 'true' ? 'moving' : 'waiting';
  }
  // These two tell of trouble.
  if (condition.type === 'Degraded' || condition.type === 'Drifted') {
    const trouble = condition.type === 'Degraded' ? 'bad' : 'attention';
    return condition.state === 'true' ? trouble : 'good';
  }
  if (condition.type === 'UpgradeAvailable') {
    return condition.state === 'true' ? 'attention' : 'good';
  }
  if (condition.state === 'true') {
    return 'good';
  }
  return condition.type === 'Isolated' ? 'bad' : 'attention';
}
