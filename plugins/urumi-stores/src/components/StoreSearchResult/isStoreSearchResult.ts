import { SearchDocument } from '@backstage/plugin-search-common';
import { STORE_ENTITY_TYPE } from '@urumi/backstage-plugin-urumi-stores-common';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** Whether a search result is the catalog entity of a store. */
export function isStoreSearchResult(result: {
  type: string;
  document: SearchDocument;
}): boolean {
  const { kind, type } = result.document as SearchDocument & {
    kind?: unknown;
    type?: unknown;
  };
  return (
    result.type === 'software-catalog' &&
    kind === 'Resource' &&
    type === STORE_ENTITY_TYPE
  );
}

/**
 * The id of the store that a search result stands for: the catalog puts the name of the entity, which
 * holds it, into the address and nowhere else.
 */
export function readStoreId(document: SearchDocument): string | undefined {
  return document.location.match(UUID)?.[0];
}
