import { storeNamespace } from '@urumi/backstage-plugin-urumi-stores-common';

/** What the name of every store's namespace starts with. */
export const STORE_NAMESPACE_PREFIX = storeNamespace('');

/** The store that a namespace is of; undefined for any other namespace. */
export function storeIdOfNamespace(namespace: string): string | undefined {
  return namespace.startsWith(STORE_NAMESPACE_PREFIX)
    ? namespace.slice(STORE_NAMESPACE_PREFIX.length)
    : undefined;
}
