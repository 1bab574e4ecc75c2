import { Route, Routes } from 'react-router-dom';
import {
  createStoreRouteRef,
  orphansRouteRef,
  storeRouteRef,
} from '../../routes';
import { CreateStorePage } from '../CreateStorePage';
import { OrphansPage } from '../OrphansPage';
import { StorePage } from '../StorePage';
import { StoresPage } from '../StoresPage';

/** All pages of the plugin, without the header that the app draws. */
export function UrumiStoresRouter() {
  return (
    <Routes>
      <Route path="/" element={<StoresPage />} />
      <Route path={createStoreRouteRef.path} element={<CreateStorePage />} />
      <Route path={orphansRouteRef.path} element={<OrphansPage />} />
      <Route path={storeRouteRef.path} element={<StorePage />} />
    </Routes>
  );
}
