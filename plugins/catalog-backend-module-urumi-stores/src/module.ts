import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { urumiStoresServiceRef } from '@urumi/backstage-plugin-urumi-stores-node';
import { UrumiStoresEntityProvider } from './UrumiStoresEntityProvider';

const SCHEDULE_KEY = 'catalog.providers.urumiStores.schedule';

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
        const schedule = config.has(SCHEDULE_KEY)
          ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
              config.getConfig(SCHEDULE_KEY),
            )
          : DEFAULT_SCHEDULE;
        deps.catalog.addEntityProvider(
          new UrumiStoresEntityProvider({
            appBaseUrl: config.getString('app.baseUrl'),
            auth,
            events,
            logger,
            stores,
            taskRunner: scheduler.createScheduledTaskRunner(schedule),
            signal: shutdown.signal,
          }),
        );
      },
    });
  },
});
