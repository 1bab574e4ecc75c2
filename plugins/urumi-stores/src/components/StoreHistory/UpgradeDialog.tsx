import { useState } from 'react';
import { Button, Skeleton, Switch, Text } from '@backstage/ui';
import { RiUploadCloud2Line } from '@remixicon/react';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Engine, Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { ActionDialog } from '../ActionDialog';
import { ApiErrorState } from '../ApiErrorState';
import {
  EngineChoice,
  StoreParameters,
  useParameterErrors,
} from '../StoreParameters';
import { upgradeRequest } from './upgradeRequest';

const REFRESH_MS = 60_000;

/** The button that changes size, settings and version of a store, and the form for it. */
export function UpgradeDialog(props: { store: Store; onUpgraded: () => void }) {
  const { store, onUpgraded } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [choice, setChoice] = useState<EngineChoice>();
  const [version, setVersion] = useState<string>();
  const [rollsBack, setRollsBack] = useState(true);
  const name = storeTitle(store);
  return (
    <ActionDialog
      trigger={
        <Button variant="secondary" iconStart={<RiUploadCloud2Line />}>
          {t('upgrade.open')}
        </Button>
      }
      title={t('upgrade.title', { name })}
      width={640}
      cancelLabel={t('upgrade.cancel')}
      submitLabel={t('upgrade.submit')}
      run={() =>
        storesApi.upgradeStore(
          store.id,
          upgradeRequest(store, { choice, version, rollsBack }),
        )
      }
      done={t('upgrade.started', { name })}
      onDone={() => {
        setChoice(undefined);
        setVersion(undefined);
        onUpgraded();
      }}
    >
      <Text as="p">{t('upgrade.what')}</Text>
      <UpgradeFields
        store={store}
        choice={choice ?? presentChoice(store)}
        onChoice={setChoice}
        version={version}
        onVersion={setVersion}
      />
      <Switch
        label={t('upgrade.rollBack')}
        isSelected={rollsBack}
        onChange={setRollsBack}
      />
    </ActionDialog>
  );
}

function presentChoice({ engine, plan, parameters }: Store): EngineChoice {
  return { engine, plan, parameters };
}

interface UpgradeFieldsProps {
  store: Store;
  choice: EngineChoice;
  onChoice: (choice: EngineChoice) => void;
  version: string | undefined;
  onVersion: (version: string | undefined) => void;
}

/** What the store's engine offers, read when the dialog opens. */
function UpgradeFields(props: UpgradeFieldsProps) {
  const { store } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { value, error, reload } = useLiveQuery({
    key: 'engines',
    load: signal => storesApi.listEngines({ signal }),
    refreshMs: () => REFRESH_MS,
  });
  const engine = value?.find(({ id }) => id === store.engine);
  if (engine) {
    return <EngineFields {...props} engine={engine} />;
  }
  if (error) {
    return <ApiErrorState error={error} onRetry={reload} />;
  }
  return value ? (
    <Text as="p">{t('upgrade.noEngine', { engine: store.engine })}</Text>
  ) : (
    <div role="status" aria-label={t('loading')}>
      <Skeleton height={120} />
    </div>
  );
}

function EngineFields(props: UpgradeFieldsProps & { engine: Engine }) {
  const { store, engine, choice, onChoice, version, onVersion } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const errors = useParameterErrors([engine], choice);
  return (
    <>
      <Switch
        label={t('upgrade.version', {
          version: engine.chart_version,
          app: `${engine.title} ${engine.app_version}`,
          present: store.chart_version,
        })}
        isSelected={version !== undefined}
        onChange={isSelected =>
          onVersion(isSelected ? engine.chart_version : undefined)
        }
      />
      <StoreParameters
        engines={[engine]}
        value={choice}
        onChange={onChoice}
        errors={errors}
      />
      <Text as="p" variant="body-small" color="secondary">
        {t('upgrade.volumes')}
      </Text>
    </>
  );
}
