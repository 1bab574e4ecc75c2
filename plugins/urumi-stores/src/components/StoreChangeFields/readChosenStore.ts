import {
  Engine,
  StoreDetails,
  StoresApi,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** An existing store, and what can be made of it. */
export interface ChosenStore {
  store: StoreDetails;
  /** Undefined when it is not installed any more. */
  engine: Engine | undefined;
}

/** Reads a store with its engine. */
export async function readChosenStore(
  storesApi: StoresApi,
  storeId: string,
  signal?: AbortSignal,
): Promise<ChosenStore> {
  const options = signal ? { signal } : {};
  const [store, engines] = await Promise.all([
    storesApi.getStore(storeId, options),
    storesApi.listEngines(options),
  ]);
  return { store, engine: engines.find(({ id }) => id === store.engine) };
}
