/**
 * Software Template actions that create, await and delete online stores.
 *
 * @packageDocumentation
 */
export { scaffolderModuleUrumiStores as default } from './module';
