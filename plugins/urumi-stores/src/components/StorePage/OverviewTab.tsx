import { Flex } from '@backstage/ui';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreActivity } from '../../hooks/useStoreActivity';
import { ConditionsSection } from './ConditionsSection';
import { DangerZone } from './DangerZone';
import { EventsSection } from './EventsSection';
import { ReceiptSection } from './ReceiptSection';
import { StepsSection } from './StepsSection';

/** How far the store is, what is known of it, what happened, and the way to be rid of it. */
export function OverviewTab(props: {
  store: StoreDetails;
  activity: StoreActivity;
  onChanged: () => void;
  /** Leads to the pods of the store and their logs. */
  onOpenPods: () => void;
}) {
  const { store, activity, onChanged, onOpenPods } = props;
  return (
    <Flex direction="column" gap="4">
      <Flex gap="4" align="start" direction={{ initial: 'column', md: 'row' }}>
        <Flex
          direction="column"
          gap="4"
          style={{ flex: '1 1 0', width: '100%', minWidth: 0 }}
        >
          <StepsSection store={store} onOpenPods={onOpenPods} />
          <ConditionsSection conditions={store.conditions} />
        </Flex>
        <Flex
          direction="column"
          gap="4"
          style={{ flex: '1 1 0', width: '100%', minWidth: 0 }}
        >
          <EventsSection activity={activity} />
        </Flex>
      </Flex>
      {store.status === 'DELETED' && <ReceiptSection store={store} />}
      <DangerZone store={store} onChanged={onChanged} />
    </Flex>
  );
}
