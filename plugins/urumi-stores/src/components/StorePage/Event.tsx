import { Flex, Text } from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreEvent } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { PointInTime } from '../PointInTime';
import { StateLabel } from '../StoreStatus';
import { EventEvidence } from './EventEvidence';

const useStyles = makeStyles({
  event: {
    padding: 'var(--bui-space-2) 0',
    borderBottom: '1px solid var(--bui-border-1)',
    '&:last-child': { borderBottom: 'none' },
  },
  message: { overflowWrap: 'anywhere' },
});

/** One entry of the activity log: what happened, when, and by whom. */
export function Event(props: { event: StoreEvent }) {
  const { event } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <li className={classes.event}>
      <Flex justify="between" gap="3" style={{ flexWrap: 'wrap' }}>
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
          <PointInTime time={event.created_at} />{' '}
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
