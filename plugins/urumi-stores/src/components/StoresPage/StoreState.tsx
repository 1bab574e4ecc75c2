import { Flex, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { hasUpgrade, isInMotion } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { StateLabel, StoreStatusLabel, TroubleLabels } from '../StoreStatus';

/** Status of a store in a list, with what is not well, and why. */
export function StoreState(props: { store: Store }) {
  const { store } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const note = statusNote(store);
  return (
    <Flex direction="column" gap="0.5">
      <StoreStatusLabel status={store.status} />
      <TroubleLabels store={store} />
      {hasUpgrade(store) && (
        <StateLabel
          tone="attention"
          label={t('conditionType.UpgradeAvailable')}
        />
      )}
      {note && (
        <Text variant="body-small" color="secondary">
          {note}
        </Text>
      )}
    </Flex>
  );
}

/** Why a store stands where it stands, while that is not its final place, or is not well. */
function statusNote(store: Store): string | undefined {
  if (store.failure) {
    return store.failure.message;
  }
  const telling = isInMotion(store) ? 'Progressing' : 'Degraded';
  return store.conditions.find(
    ({ type, state }) => type === telling && state === 'true',
  )?.message;
}
