import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { storeTroubles } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { StateLabel } from './StateLabel';

/** That a READY store is degraded or has drifted; nothing when it is well. */
export function TroubleLabels(props: { store: Pick<Store, 'conditions'> }) {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <>
      {storeTroubles(props.store).map(({ type }) => (
        <StateLabel
          key={type}
          tone={type === 'Degraded' ? 'bad' : 'attention'}
          label={t(`conditionType.${type}`)}
        />
      ))}
    </>
  );
}
