import { ButtonLink, Flex, Skeleton, Text } from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  STORE_ID_ANNOTATION,
  StoreEvent,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { useStore } from '../../hooks/useStore';
import { storeRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { PointInTime } from '../PointInTime';
import { Section } from '../Section';
import { StateLabel } from '../StoreStatus';

/** More of them would make the card longer than its neighbours. */
const SHOWN_EVENTS = 6;

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  event: {
    padding: 'var(--bui-space-2) 0',
    borderBottom: '1px solid var(--bui-border-1)',
    '&:first-child': { paddingTop: 0 },
    '&:last-child': { borderBottom: 'none' },
  },
  message: { overflowWrap: 'anywhere' },
});

/** What happened last to the store that an entity stands for. */
export function StoreActivityCard() {
  const { entity } = useEntity();
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const storeLink = useRouteRef(storeRouteRef);
  const storeId = entity.metadata.annotations?.[STORE_ID_ANNOTATION] ?? '';
  const { value: store, error, reload } = useStore(storeId);

  return (
    <Section title={t('entity.activity')}>
      <Flex direction="column" gap="3">
        {error && <ApiErrorState error={error} onRetry={reload} />}
        {!store && !error && (
          <div role="status" aria-label={t('loading')}>
            <Skeleton height={120} />
          </div>
        )}
        {store && (
          <>
            {store.events.length === 0 ? (
              <Text color="secondary">{t('events.empty')}</Text>
            ) : (
              <ol className={classes.list}>
                {store.events.slice(0, SHOWN_EVENTS).map(event => (
                  <RecentEvent key={event.id} event={event} />
                ))}
              </ol>
            )}
            <div>
              <ButtonLink
                variant="secondary"
                href={storeLink({ storeId: store.id })}
              >
                {t('entity.allActivity')}
              </ButtonLink>
            </div>
          </>
        )}
      </Flex>
    </Section>
  );
}

function RecentEvent(props: { event: StoreEvent }) {
  const { event } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <li className={classes.event}>
      {event.level !== 'info' && (
        <StateLabel
          tone={event.level === 'error' ? 'bad' : 'attention'}
          label={t(`events.${event.level}`)}
        />
      )}
      <Text as="p" className={classes.message}>
        {event.message}
      </Text>
      <Text as="span" variant="body-small" color="secondary">
        <PointInTime time={event.created_at} />{' '}
        {t('events.by', { actor: event.actor })}
      </Text>
    </li>
  );
}
