import { createBackend } from '@backstage/backend-defaults';
import { refreshUnfinishedEntities } from './refreshUnfinishedEntities';
import { startInTurn } from './startInTurn';
import { startOrEnd } from './startOrEnd';

const backend = createBackend();

backend.add(startInTurn);

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));

backend.add(import('@backstage/plugin-permission-backend'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(
  import('@urumi/backstage-plugin-catalog-backend-module-urumi-stores'),
);
backend.add(refreshUnfinishedEntities);

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@urumi/backstage-plugin-scaffolder-backend-module-urumi-stores'),
);

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));

backend.add(import('@backstage/plugin-techdocs-backend'));

backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(import('@backstage/plugin-mcp-actions-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@urumi/backstage-plugin-urumi-stores-backend'));
backend.add(
  import('@urumi/backstage-plugin-urumi-stores-backend-module-medusa'),
);

backend.add(import('./telemetry'));
backend.add(import('./demo'));
backend.add(import('./policy'));

startOrEnd(backend);
