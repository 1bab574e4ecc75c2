import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_VIEW_URL,
  parseEntityRef,
  ResourceEntity,
} from '@backstage/catalog-model';
import {
  Store,
  STORE_ENGINE_ANNOTATION,
  STORE_ENTITY_TYPE,
  STORE_ID_ANNOTATION,
  STORE_LABEL,
} from '@urumi/backstage-plugin-urumi-stores-common';

/**
 * The catalog entity of a store. It says what the store is and whose, never how it is doing: a
 * change of state does not change it, but that the links to the shop and its admin pages are there
 * as long as these are open.
 *
 * @remarks
 * The search finds an entity by its title and its description, so what people search stores by
 * stands in them: name, engine, owner and host.
 */
export function storeToEntity(options: {
  store: Store;
  /** Entity ref of the system that the store is part of, if any. */
  system: string | undefined;
  /** Address of the Backstage app, without a trailing slash. */
  appBaseUrl: string;
}): ResourceEntity {
  const { store, system, appBaseUrl } = options;
  const page = `${appBaseUrl}/stores/${store.id}`;
  const { name: ownerName } = parseEntityRef(store.owner);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: storeEntityName(store.id),
      title: store.display_name?.trim() || store.namespace,
      description: `Online store (${store.engine}) of ${ownerName} at ${store.hostname}`,
      annotations: {
        [ANNOTATION_LOCATION]: `url:${page}`,
        [ANNOTATION_ORIGIN_LOCATION]: `url:${page}`,
        [ANNOTATION_VIEW_URL]: page,
        [STORE_ID_ANNOTATION]: store.id,
        [STORE_ENGINE_ANNOTATION]: store.engine,
        'backstage.io/kubernetes-cluster': store.cluster,
        'backstage.io/kubernetes-namespace': store.namespace,
        'backstage.io/kubernetes-label-selector': `${STORE_LABEL}=${store.id}`,
      },
      labels: { [STORE_LABEL]: store.id },
      tags: [store.engine],
      links: [
        { url: page, title: 'Store page', icon: 'dashboard' },
        ...(store.url ? [{ url: store.url, title: 'Shop' }] : []),
        ...(store.admin_url
          ? [{ url: store.admin_url, title: 'Admin pages', icon: 'user' }]
          : []),
      ],
    },
    spec: {
      type: STORE_ENTITY_TYPE,
      owner: store.owner,
      ...(system && { system }),
    },
  };
}

/** Name of a store's catalog entity. */
export function storeEntityName(storeId: string): string {
  return `store-${storeId}`;
}
