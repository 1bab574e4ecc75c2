import { useParams } from 'react-router-dom';
import { Container, Flex, Skeleton, VisuallyHidden } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { useStore } from '../../hooks/useStore';
import { activeStep, storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { HistorySection } from '../StoreHistory';
import { StoreNotices } from '../StoreNotices';
import { ConditionsSection } from './ConditionsSection';
import { DegradedPanel } from './DegradedPanel';
import { DriftSection } from './DriftSection';
import { EventsSection } from './EventsSection';
import { FailurePanel } from './FailurePanel';
import { ReceiptSection } from './ReceiptSection';
import { ResourcesSection } from './ResourcesSection';
import { StepsSection } from './StepsSection';
import { StoreHeader } from './StoreHeader';

/** The page of the store that the address names. */
export function StorePage() {
  const { storeId = '' } = useParams();
  return <StoreContent key={storeId} storeId={storeId} />;
}

function StoreContent(props: { storeId: string }) {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { value: store, error, reload } = useStore(props.storeId);
  return (
    <>
      {store && <StoreHeader store={store} onChanged={reload} />}
      <Container py="4">
        <Flex direction="column" gap="4">
          <StoreNotices stores={store ? [store] : []} />
          {error && (
            <ApiErrorState
              error={error}
              onRetry={reload}
              {...(store && { title: t('store.stale') })}
            />
          )}
          {!store && !error && (
            <Flex
              direction="column"
              gap="3"
              role="status"
              aria-label={t('loading')}
            >
              <Skeleton height={40} width={320} />
              <Skeleton height={200} />
              <Skeleton height={200} />
            </Flex>
          )}
          {store && <StoreSections store={store} onChanged={reload} />}
        </Flex>
      </Container>
    </>
  );
}

function StoreSections(props: { store: StoreDetails; onChanged: () => void }) {
  const { store, onChanged } = props;
  return (
    <>
      <StoreAnnouncement store={store} />
      {store.failure && (
        <FailurePanel title={storeTitle(store)} failure={store.failure} />
      )}
      {store.health.cause && (
        <DegradedPanel title={storeTitle(store)} cause={store.health.cause} />
      )}
      {store.health.drift.length > 0 && (
        <DriftSection store={store} onChanged={onChanged} />
      )}
      <Flex gap="4" align="start" direction={{ initial: 'column', md: 'row' }}>
        <Flex direction="column" gap="4" grow={1} style={{ width: '100%' }}>
          <StepsSection store={store} />
          <ConditionsSection conditions={store.conditions} />
        </Flex>
        <Flex direction="column" gap="4" grow={1} style={{ width: '100%' }}>
          <EventsSection store={store} />
        </Flex>
      </Flex>
      {store.status === 'DELETED' && <ReceiptSection store={store} />}
      <HistorySection store={store} onChanged={onChanged} />
      <ResourcesSection store={store} />
    </>
  );
}

/** Tells screen readers of a new status or step; times that tick are left out. */
function StoreAnnouncement(props: { store: StoreDetails }) {
  const { store } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const step = activeStep(store);
  return (
    <VisuallyHidden aria-live="polite">
      {t('store.announce', {
        name: storeTitle(store),
        status: t(`status.${store.status}`),
        step: step ? `${step.name}: ${t(`step.${step.state}`)}` : '',
      })}
    </VisuallyHidden>
  );
}
