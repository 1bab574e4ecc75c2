/**
 * Backend of Urumi Stores: provisions online stores with Helm, one Kubernetes namespace each.
 *
 * @packageDocumentation
 */
export { urumiStoresPlugin as default } from './plugin';
