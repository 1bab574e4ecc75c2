import { Suspense, lazy } from 'react';
import { Route, Routes } from 'react-router-dom';
import { Container, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  createStoreRouteRef,
  orphansRouteRef,
  storeRouteRef,
} from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { StoresPage } from '../StoresPage';

// The list is what most people open first: it does not wait for the code of the other pages.
const CreateStorePage = lazy(async () => {
  const m = await import('../CreateStorePage');
  return { default: m.CreateStorePage };
});
const OrphansPage = lazy(async () => {
  const m = await import('../OrphansPage');
  return { default: m.OrphansPage };
});
const StorePage = lazy(async () => {
  const m = await import('../StorePage');
  return { default: m.StorePage };
});

/** All pages of the plugin, without the header that the app draws. */
export function UrumiStoresRouter() {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route path="/" element={<StoresPage />} />
        <Route path={createStoreRouteRef.path} element={<CreateStorePage />} />
        <Route path={orphansRouteRef.path} element={<OrphansPage />} />
        <Route path={storeRouteRef.path} element={<StorePage />} />
      </Routes>
    </Suspense>
  );
}

function Loading() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <Container py="4">
      <div role="status" aria-label={t('loading')}>
        <Text color="secondary">{t('loading')}</Text>
      </div>
    </Container>
  );
}
