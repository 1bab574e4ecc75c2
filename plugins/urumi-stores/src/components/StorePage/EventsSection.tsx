import { useState } from 'react';
import { Button, Flex, Text } from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import { DateTime } from 'luxon';
import { ErrorLike, toError } from '@backstage/errors';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  StoreDetails,
  StoreEvent,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { useStoreEvents } from '../../hooks/useStoreEvents';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Section } from '../Section';
import { StateLabel } from '../StoreStatus';
import { EventEvidence } from './EventEvidence';

/** As many events come with a store; with fewer, these are all. */
const EVENTS_WITH_STORE = 50;

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  event: {
    padding: 'var(--bui-space-2) 0',
    borderBottom: '1px solid var(--bui-border-1)',
    '&:last-child': { borderBottom: 'none' },
  },
  message: { overflowWrap: 'anywhere' },
});

/** The activity log, newest first, live. */
export function EventsSection(props: { store: StoreDetails }) {
  const { store } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { events, loadAll } = useStoreEvents(store);
  const [isComplete, setIsComplete] = useState(
    store.events.length < EVENTS_WITH_STORE,
  );
  const [isLoading, setIsLoading] = useState(false);
  const [error, setError] = useState<ErrorLike>();

  const showAll = async () => {
    setIsLoading(true);
    setError(undefined);
    try {
      await loadAll();
      setIsComplete(true);
    } catch (failure) {
      setError(toError(failure));
    } finally {
      setIsLoading(false);
    }
  };

  return (
    <Section title={t('events.title')}>
      {events.length === 0 && (
        <Text color="secondary">{t('events.empty')}</Text>
      )}
      <ol className={classes.list}>
        {events.map(event => (
          <Event key={event.id} event={event} />
        ))}
      </ol>
      {error && <ApiErrorState error={error} onRetry={showAll} />}
      {!isComplete && (
        <Button variant="tertiary" onPress={showAll} isPending={isLoading}>
          {t('events.all')}
        </Button>
      )}
    </Section>
  );
}

function Event(props: { event: StoreEvent }) {
  const { event } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const time = DateTime.fromISO(event.created_at);
  return (
    <li className={classes.event}>
      <Flex justify="between" gap="3">
        <Flex gap="2" align="center">
          {event.level !== 'info' && (
            <StateLabel
              tone={event.level === 'error' ? 'bad' : 'attention'}
              label={t(`events.${event.level}`)}
            />
          )}
          <Text as="span" weight="bold">
            {event.event_type}
          </Text>
        </Flex>
        <Text as="span" variant="body-small" color="secondary">
          <time
            dateTime={event.created_at}
            title={time.toLocaleString(DateTime.DATETIME_HUGE_WITH_SECONDS)}
          >
            {time.toLocaleString(DateTime.DATETIME_SHORT_WITH_SECONDS)}
          </time>{' '}
          {t('events.by', { actor: event.actor })}
        </Text>
      </Flex>
      <Text as="p" variant="body-small" className={classes.message}>
        {event.message}
      </Text>
      <EventEvidence event={event} />
    </li>
  );
}
