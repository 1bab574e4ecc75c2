import {
  Orphan,
  OrphanReference,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** What names exactly that object to the API, and nothing else of it. */
export function toOrphanReference(orphan: Orphan): OrphanReference {
  const { cluster, kind, name, uid } = orphan;
  return { cluster, kind, name, uid };
}
