import {
  ListStoresQuery,
  Store,
  StorePage,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { UrumiStoresService } from '@urumi/backstage-plugin-urumi-stores-node';

/** A store as the API gives it, READY unless told otherwise. */
export function aStore(part: Partial<Store> & { id: string }): Store {
  const namespace = `store-${part.id}`;
  return {
    engine: 'woocommerce',
    display_name: 'Boutique',
    namespace,
    release_name: namespace,
    status: 'READY',
    url: `http://${namespace}.localhost:8080`,
    admin_url: `http://${namespace}.localhost:8080/wp-admin/`,
    last_error: null,
    created_at: '2026-11-23T10:00:00.000Z',
    updated_at: '2026-11-23T10:01:00.000Z',
    plan: 'small',
    cluster: 'local',
    owner: 'group:default/storefront',
    created_by: 'user:default/sana',
    hostname: `${namespace}.localhost`,
    parameters: {},
    chart_version: '0.1.0',
    ready_at: '2026-11-23T10:01:00.000Z',
    deleted_at: null,
    conditions: [],
    failure: null,
    ...part,
  };
}

/** The stores API over a map, for as much of it as the provider uses. */
export class FakeStores {
  readonly stores = new Map<string, Store>();
  readonly queries: ListStoresQuery[] = [];
  /** Runs after the stores were read and before they are answered. */
  beforeAnswer: () => Promise<void> = async () => {};

  put(...stores: Store[]): void {
    stores.forEach(store => this.stores.set(store.id, store));
  }

  async listStores(query: ListStoresQuery): Promise<StorePage> {
    this.queries.push(query);
    const { id: ids, include_deleted: includeDeleted = true } = query;
    const living = [...this.stores.values()].filter(
      store =>
        (includeDeleted || store.status !== 'DELETED') &&
        (ids?.includes(store.id) ?? true),
    );
    const start = Number(query.cursor ?? 0);
    const end = start + (query.limit ?? 1000);
    await this.beforeAnswer();
    return {
      items: living.slice(start, end),
      ...(end < living.length && { nextCursor: String(end) }),
    };
  }

  asService(): UrumiStoresService {
    const notUsed = async () => {
      throw new Error('The provider must not call this');
    };
    return {
      createStore: notUsed,
      previewStore: notUsed,
      getStore: notUsed,
      deleteStore: notUsed,
      upgradeStore: notUsed,
      listEvents: notUsed,
      listStores: query => this.listStores(query),
    };
  }
}
