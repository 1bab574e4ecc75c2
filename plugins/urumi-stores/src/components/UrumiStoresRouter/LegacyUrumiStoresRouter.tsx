import { PluginHeader } from '@backstage/ui';
import { RiStore2Line } from '@remixicon/react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { urumiStoresTranslationRef } from '../../translation';
import { UrumiStoresRouter } from './UrumiStoresRouter';

/** All pages of the plugin, with the header that apps of the old frontend system do not draw. */
export function LegacyUrumiStoresRouter() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <>
      <PluginHeader icon={<RiStore2Line />} title={t('title')} />
      <UrumiStoresRouter />
    </>
  );
}
