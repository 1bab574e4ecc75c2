import { Button, Flex, Text } from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreActivity } from '../../hooks/useStoreActivity';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Section } from '../Section';
import { Event } from './Event';
import { EventFilterBar } from './EventFilterBar';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
});

/** The activity log, newest first, live. */
export function EventsSection(props: { activity: StoreActivity }) {
  const { filter, setFilter, events, hasOlder, loadOlder, isLoading, error } =
    props.activity;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const isFiltered =
    filter.importance !== 'everything' || filter.kind !== 'everything';
  return (
    <Section title={t('events.title')}>
      <Flex direction="column" gap="3">
        <EventFilterBar filter={filter} onChange={setFilter} />
        {events.length === 0 && !hasOlder && (
          <Text color="secondary">
            {isFiltered ? t('events.noMatch') : t('events.empty')}
          </Text>
        )}
        <ol className={classes.list}>
          {events.map(event => (
            <Event key={event.id} event={event} />
          ))}
        </ol>
        {error && <ApiErrorState error={error} onRetry={loadOlder} />}
        {hasOlder && (
          <div>
            <Button
              variant="tertiary"
              onPress={loadOlder}
              isPending={isLoading}
            >
              {t('events.older')}
            </Button>
          </div>
        )}
      </Flex>
    </Section>
  );
}
