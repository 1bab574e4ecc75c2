export {
  actionsRegistryServiceRef,
  type ActionsRegistryService,
} from './actionsRegistry';
export { registerStoreActions } from './registerStoreActions';
