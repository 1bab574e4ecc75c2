import {
  BackstageCredentials,
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import {
  CreateStoreRequest,
  ListStoresQuery,
  StoreDetails,
  StoreEvent,
  StoreOperation,
  StorePage,
  StorePlanPreview,
  StoresClient,
  UpgradeStoreRequest,
  URUMI_STORES_PLUGIN_ID,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** @public */
export interface UrumiStoresServiceOptions {
  /** On whose behalf: the backend decides by their permissions. */
  credentials: BackstageCredentials;
  signal?: AbortSignal;
}

/**
 * The stores API for other backend plugins, called on behalf of the given principal.
 *
 * @public
 */
export interface UrumiStoresService {
  createStore(
    request: CreateStoreRequest,
    options: UrumiStoresServiceOptions & { idempotencyKey?: string },
  ): Promise<StoreOperation>;
  previewStore(
    request: CreateStoreRequest,
    options: UrumiStoresServiceOptions,
  ): Promise<StorePlanPreview>;
  listStores(
    query: ListStoresQuery,
    options: UrumiStoresServiceOptions,
  ): Promise<StorePage>;
  getStore(
    storeId: string,
    options: UrumiStoresServiceOptions,
  ): Promise<StoreDetails>;
  deleteStore(
    storeId: string,
    options: UrumiStoresServiceOptions,
  ): Promise<StoreOperation>;
  upgradeStore(
    storeId: string,
    request: UpgradeStoreRequest,
    options: UrumiStoresServiceOptions,
  ): Promise<StoreOperation>;
  listEvents(
    storeId: string,
    options: UrumiStoresServiceOptions & { after?: number; limit?: number },
  ): Promise<StoreEvent[]>;
}

/** @public */
export const urumiStoresServiceRef = createServiceRef<UrumiStoresService>({
  id: 'urumi-stores.client',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory({ auth, discovery }) {
        const client = new StoresClient({ discoveryApi: discovery });
        async function call<T extends UrumiStoresServiceOptions>(options: T) {
          const { credentials, ...rest } = options;
          const { token } = await auth.getPluginRequestToken({
            onBehalfOf: credentials,
            targetPluginId: URUMI_STORES_PLUGIN_ID,
          });
          return { ...rest, token };
        }
        return {
          createStore: async (request, options) =>
            client.createStore(request, await call(options)),
          previewStore: async (request, options) =>
            client.previewStore(request, await call(options)),
          listStores: async (query, options) =>
            client.listStores(query, await call(options)),
          getStore: async (storeId, options) =>
            client.getStore(storeId, await call(options)),
          deleteStore: async (storeId, options) =>
            client.deleteStore(storeId, await call(options)),
          upgradeStore: async (storeId, request, options) =>
            client.upgradeStore(storeId, request, await call(options)),
          listEvents: async (storeId, options) =>
            client.listEvents(storeId, await call(options)),
        };
      },
    }),
});
