import { insideStoreRoutes } from './insideStoreRoutes';
import { jobRoutes } from './jobRoutes';
import { offerRoutes } from './offerRoutes';
import { orphanRoutes } from './orphanRoutes';
import { processRoutes } from './processRoutes';
import { storeRoutes } from './storeRoutes';
import { Route } from './Route';

/** All calls of the HTTP API, as they are built. */
export const routes: readonly Route[] = [
  ...storeRoutes,
  ...insideStoreRoutes,
  ...jobRoutes,
  ...offerRoutes,
  ...orphanRoutes,
  ...processRoutes,
];
