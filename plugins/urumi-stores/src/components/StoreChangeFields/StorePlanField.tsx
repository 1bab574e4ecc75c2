import { Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { PlanField } from '../StoreParameters';
import { ChosenStoreGate } from './ChosenStoreGate';

/**
 * What a template may tell the fields that change a store, in `ui:options`.
 *
 * @public
 */
export type StoreChangeOptions = {
  /** Name of the property that holds the entity ref of the store; default: `store`. */
  store?: string;
};

/** Asks for another plan of the store that was picked before, by what its engine offers. */
export function StorePlanField(
  props: FieldExtensionComponentProps<string, StoreChangeOptions>,
) {
  const { uiSchema, formData, formContext, onChange, rawErrors = [] } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <ChosenStoreGate
      formData={formContext?.formData}
      property={uiSchema['ui:options']?.store}
    >
      {(store, engine) => (
        <>
          <Text as="p">
            {t('storeChange.presentPlan', {
              name: storeTitle(store),
              plan:
                engine.plans.find(({ name }) => name === store.plan)?.title ??
                store.plan,
            })}
          </Text>
          <PlanField
            plans={engine.plans}
            value={formData ?? ''}
            onChange={onChange}
            error={rawErrors[0]}
          />
        </>
      )}
    </ChosenStoreGate>
  );
}
