import {
  MAX_STORE_IDS,
  Store,
  StoresApi,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** How long the first question waits for more of them. */
const COLLECT_MS = 20;

type ListStores = Pick<StoresApi, 'listStores'>;

interface Batch {
  ids: Set<string>;
  stores: Promise<ReadonlyMap<string, Store>>;
}

/** Reads single stores; those that are asked for at about the same time in one call. */
export class StoreLoader {
  static readonly #loaders = new WeakMap<ListStores, StoreLoader>();
  readonly #storesApi: ListStores;
  /** Still takes questions. */
  #batch: Batch | undefined;

  private constructor(storesApi: ListStores) {
    this.#storesApi = storesApi;
  }

  /** The one of an API, as only what goes through the same one is put together. */
  static of(storesApi: ListStores): StoreLoader {
    const loader =
      StoreLoader.#loaders.get(storesApi) ?? new StoreLoader(storesApi);
    StoreLoader.#loaders.set(storesApi, loader);
    return loader;
  }

  /** The store; null when there is none, or the user may not see it. */
  async load(storeId: string): Promise<Store | null> {
    if (!this.#batch || this.#batch.ids.size === MAX_STORE_IDS) {
      const ids = new Set<string>();
      this.#batch = { ids, stores: this.#read(ids) };
    }
    const { ids, stores } = this.#batch;
    ids.add(storeId);
    return (await stores).get(storeId) ?? null;
  }

  async #read(ids: Set<string>): Promise<ReadonlyMap<string, Store>> {
    await new Promise(resolve => setTimeout(resolve, COLLECT_MS));
    // Whoever asks from now on wants to know what is then.
    if (this.#batch?.ids === ids) {
      this.#batch = undefined;
    }
    const { items } = await this.#storesApi.listStores({ id: [...ids] });
    return new Map(items.map(store => [store.id, store]));
  }
}
