import { useState } from 'react';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';

/** The stores that are chosen for a common action, also those of other pages of the list. */
export interface StoresSelection {
  ids: ReadonlySet<string>;
  /** As they were last read. */
  stores: Store[];
  /** Makes these the chosen ones of the shown page; those of other pages stay. */
  choose(idsOfPage: readonly string[]): void;
  toggle(id: string): void;
  /** Takes some out; without any, all. */
  drop(ids?: readonly string[]): void;
}

const NONE: ReadonlyMap<string, Store> = new Map();

/**
 * What is chosen in a list. It lasts as long as the list is the same: another filter could hide
 * what is chosen.
 *
 * @param listKey - the list, whatever page of it is shown
 * @param page - the stores that are shown
 */
export function useStoresSelection(
  listKey: string,
  page: Store[],
): StoresSelection {
  const [state, setState] = useState({ listKey, chosen: NONE });
  const chosen = state.listKey === listKey ? state.chosen : NONE;
  const shown = new Map(page.map(store => [store.id, store]));

  const set = (stores: Store[]) =>
    setState({
      listKey,
      chosen: new Map(stores.map(store => [store.id, store])),
    });
  const stores = [...chosen.values()].map(
    store => shown.get(store.id) ?? store,
  );
  return {
    ids: new Set(chosen.keys()),
    stores,
    choose: idsOfPage =>
      set([
        ...stores.filter(({ id }) => !shown.has(id)),
        ...page.filter(({ id }) => idsOfPage.includes(id)),
      ]),
    toggle: id =>
      set(
        chosen.has(id)
          ? stores.filter(store => store.id !== id)
          : [...stores, ...page.filter(store => store.id === id)],
      ),
    drop: ids =>
      set(ids ? stores.filter(store => !ids.includes(store.id)) : []),
  };
}
