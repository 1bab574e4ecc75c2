import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';

/**
 * A store with its own `status` and `url` last: scripts that read line by line take the last
 * match, and what is nested may hold keys of any name.
 */
export function serializeStoreDetails(details: StoreDetails): StoreDetails {
  const { status, url, ...rest } = details;
  return { ...rest, status, url };
}
