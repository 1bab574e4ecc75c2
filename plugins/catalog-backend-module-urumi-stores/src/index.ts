/**
 * Registers every online store in the software catalog.
 *
 * @packageDocumentation
 */
export { catalogModuleUrumiStores as default } from './module';
