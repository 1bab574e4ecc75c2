import { useEffect } from 'react';
import { Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import {
  Engine,
  StoreDetails,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { ChosenStoreGate } from './ChosenStoreGate';
import { StoreChangeOptions } from './StorePlanField';

/** Shows the version that the store which was picked before can get, and takes it. */
export function StoreVersionField(
  props: FieldExtensionComponentProps<string, StoreChangeOptions>,
) {
  const { uiSchema, formData, formContext, onChange } = props;
  return (
    <ChosenStoreGate
      formData={formContext?.formData}
      property={uiSchema['ui:options']?.store}
    >
      {(store, engine) => (
        <NewestVersion
          store={store}
          engine={engine}
          value={formData}
          onChange={onChange}
        />
      )}
    </ChosenStoreGate>
  );
}

function NewestVersion(props: {
  store: StoreDetails;
  engine: Engine;
  value: string | undefined;
  onChange: (version: string) => void;
}) {
  const { store, engine, value, onChange } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const version = engine.chart_version;
  useEffect(() => {
    if (value !== version) {
      onChange(version);
    }
  });
  return (
    <>
      <Text as="p">
        {t('storeChange.presentVersion', {
          name: storeTitle(store),
          version: store.chart_version,
        })}
      </Text>
      <Text as="p">
        {store.chart_version === version
          ? t('storeChange.sameVersion', { version })
          : t('storeChange.newVersion', {
              version,
              engine: engine.title,
              app: engine.app_version,
            })}
      </Text>
    </>
  );
}
