import { ActionOptions } from './actionsRegistry';
import { registerCreateStoreAction } from './registerCreateStoreAction';
import { registerDeleteStoreAction } from './registerDeleteStoreAction';
import { registerGetStoreAction } from './registerGetStoreAction';
import { registerGetStoreEventsAction } from './registerGetStoreEventsAction';
import { registerListStoresAction } from './registerListStoresAction';
import { registerRetryStoreAction } from './registerRetryStoreAction';
import { registerUpgradeStoreAction } from './registerUpgradeStoreAction';

/**
 * The use cases as actions, for AI agents (MCP) and templates. Each is run with the credentials of
 * whoever calls it, and asks, audits and writes as the route of the same name does.
 */
export function registerStoreActions(options: ActionOptions): void {
  registerListStoresAction(options);
  registerGetStoreAction(options);
  registerGetStoreEventsAction(options);
  registerCreateStoreAction(options);
  registerRetryStoreAction(options);
  registerUpgradeStoreAction(options);
  registerDeleteStoreAction(options);
}
