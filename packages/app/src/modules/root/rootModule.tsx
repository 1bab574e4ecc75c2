import { Navigate } from 'react-router-dom';
import {
  PageBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';

/** The address without a path leads to the stores. */
const rootPage = PageBlueprint.make({
  name: 'root',
  params: {
    path: '/',
    noHeader: true,
    loader: async () => <Navigate to="/stores" replace />,
  },
});

export const rootModule = createFrontendModule({
  pluginId: 'app',
  extensions: [rootPage],
});
