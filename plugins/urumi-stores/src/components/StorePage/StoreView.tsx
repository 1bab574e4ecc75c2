import {
  Flex,
  Tab,
  TabList,
  TabPanel,
  Tabs,
  VisuallyHidden,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { useStoreActivity } from '../../hooks/useStoreActivity';
import { activeStep, storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { HistorySection } from '../StoreHistory';
import { DegradedPanel } from './DegradedPanel';
import { DriftSection } from './DriftSection';
import { FailurePanel } from './FailurePanel';
import { KubernetesTab } from './KubernetesTab';
import { OverviewTab } from './OverviewTab';
import { STORE_TABS, useStoreTab } from './useStoreTab';

/** All that is known of a store: what is wrong with it first, then its parts in tabs. */
export function StoreView(props: {
  store: StoreDetails;
  onChanged: () => void;
}) {
  const { store, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [tab, openTab] = useStoreTab();
  // A tab that is left keeps nothing.
  const activity = useStoreActivity(store);
  const name = storeTitle(store);
  return (
    <Flex direction="column" gap="4">
      <StoreAnnouncement store={store} />
      {store.failure && (
        <FailurePanel
          store={store}
          failure={store.failure}
          onChanged={onChanged}
        />
      )}
      {store.health.cause && (
        <DegradedPanel title={name} cause={store.health.cause} />
      )}
      {store.health.drift.length > 0 && (
        <DriftSection store={store} onChanged={onChanged} />
      )}
      <Tabs
        selectedKey={tab}
        onSelectionChange={key => {
          const next = STORE_TABS.find(one => one === key);
          if (next) {
            openTab(next);
          }
        }}
      >
        <TabList aria-label={t('tab.label', { name })}>
          {STORE_TABS.map(one => (
            <Tab key={one} id={one}>
              {t(`tab.${one}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="overview">
          <OverviewTab
            store={store}
            activity={activity}
            onChanged={onChanged}
            onOpenPods={() => openTab('kubernetes')}
          />
        </TabPanel>
        <TabPanel id="kubernetes">
          <KubernetesTab store={store} />
        </TabPanel>
        <TabPanel id="history">
          <HistorySection store={store} onChanged={onChanged} />
        </TabPanel>
      </Tabs>
    </Flex>
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
