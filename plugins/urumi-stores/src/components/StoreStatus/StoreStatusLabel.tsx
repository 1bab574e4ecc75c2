import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreStatus } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { StateLabel, Tone } from './StateLabel';

const TONES: Record<StoreStatus, Tone> = {
  QUEUED: 'waiting',
  PROVISIONING: 'moving',
  READY: 'good',
  FAILED: 'bad',
  DELETING: 'moving',
  DELETED: 'gone',
};

/** One of the six statuses of a store. */
export function StoreStatusLabel(props: { status: StoreStatus }) {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <StateLabel
      tone={TONES[props.status]}
      label={t(`status.${props.status}`)}
    />
  );
}
