export { actionsRegistryServiceRef } from './actionsRegistry';
export { registerStoreActions } from './registerStoreActions';
