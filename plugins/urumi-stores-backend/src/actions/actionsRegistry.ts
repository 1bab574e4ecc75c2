import { LoggerService } from '@backstage/backend-plugin-api';
import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { StoresUseCases } from '../service/types';

// All that the plugin knows of the registry of actions, which is alpha: when it changes, this changes.
export { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';

/** The zod that schemas of actions are built with. */
export type ActionZod = Parameters<
  Parameters<ActionsRegistryService['register']>[0]['schema']['input']
>[0];

/** What every action is made with. */
export interface ActionOptions {
  registry: ActionsRegistryService;
  stores: StoresUseCases;
  logger: LoggerService;
}
