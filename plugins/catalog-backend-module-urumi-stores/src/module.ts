import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { urumiStoresServiceRef } from '@urumi/backstage-plugin-urumi-stores-node';
import { StoreSystems } from './StoreSystems';
import { UrumiStoresEntityProvider } from './UrumiStoresEntityProvider';

const CONFIG_KEY = 'catalog.providers.urumiStores';

const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 15 },
  timeout: { minutes: 5 },
};

/**
 * Catalog module with the entity provider of online stores.
 *
 * @public
 */
export const catalogModuleUrumiStores = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'urumi-stores',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
        stores: urumiStoresServiceRef,
      },
      async init(deps) {
        const { auth, config, events, lifecycle, logger, scheduler, stores } =
          deps;
        const shutdown = new AbortController();
        lifecycle.addShutdownHook(() => shutdown.abort());
        const ownConfig = config.getOptionalConfig(CONFIG_KEY);
        const schedule = ownConfig?.has('schedule')
          ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
              ownConfig.getConfig('schedule'),
            )
          : DEFAULT_SCHEDULE;
        deps.catalog.addEntityProvider(
          new UrumiStoresEntityProvider({
            appBaseUrl: config.getString('app.baseUrl'),
            auth,
            events,
            logger,
            stores,
            systems: StoreSystems.fromConfig(ownConfig),
            taskRunner: scheduler.createScheduledTaskRunner(schedule),
            signal: shutdown.signal,
          }),
        );
      },
    });
  },
});
