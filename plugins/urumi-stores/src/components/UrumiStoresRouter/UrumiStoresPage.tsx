import { useRouteRef } from '@backstage/core-plugin-api';
import {
  PageLayout,
  pluginHeaderActionsApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { RiStore2Line } from '@remixicon/react';
import { URUMI_STORES_PLUGIN_ID } from '@urumi/backstage-plugin-urumi-stores-common';
import { rootRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { UrumiStoresRouter } from './UrumiStoresRouter';

/** All pages of the plugin in the layout of the app, as the new frontend system lays out a page with a fixed title. */
export function UrumiStoresPage() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const root = useRouteRef(rootRouteRef);
  const headerActions = useApi(pluginHeaderActionsApiRef);
  return (
    <PageLayout
      title={t('title')}
      icon={<RiStore2Line />}
      titleLink={root()}
      headerActions={headerActions.getPluginHeaderActions(
        URUMI_STORES_PLUGIN_ID,
      )}
    >
      <UrumiStoresRouter />
    </PageLayout>
  );
}
