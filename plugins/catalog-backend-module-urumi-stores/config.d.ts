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
        /**
         * Entity ref of the system that stores are part of, such as `system:default/shops`; kind
         * and namespace may be left out. Default: none.
         */
        defaultSystem?: string;
        /**
         * Systems of single owners, which go before `defaultSystem`. Default: none.
         */
        systems?: Array<{
          /** Entity ref of the owning group or user; kind `group` and namespace may be left out. */
          owner: string;
          /** Entity ref of the system; kind and namespace may be left out. */
          system: string;
        }>;
      };
    };
  };
}
