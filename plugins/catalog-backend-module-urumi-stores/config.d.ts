import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      urumiStores?: {
        /**
         * How often all stores are compared with the catalog. Changes of single stores arrive
         * at once by events; this finds what was missed. Default: every 15 minutes, for at most
         * 5 minutes.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
