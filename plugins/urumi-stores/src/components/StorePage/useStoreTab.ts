import { useSearchParams } from 'react-router-dom';

/** Parts of the page of a store. */
export const STORE_TABS = ['overview', 'kubernetes', 'history'] as const;

export type StoreTab = (typeof STORE_TABS)[number];

const PARAMETER = 'tab';

/** The part that is open, which the address names so that it can be shared. */
export function useStoreTab(): [StoreTab, (tab: StoreTab) => void] {
  const [parameters, setParameters] = useSearchParams();
  const tab =
    STORE_TABS.find(name => name === parameters.get(PARAMETER)) ?? 'overview';
  const open = (next: StoreTab) =>
    setParameters(known => {
      const changed = new URLSearchParams(known);
      if (next === 'overview') {
        changed.delete(PARAMETER);
      } else {
        changed.set(PARAMETER, next);
      }
      return changed;
    });
  return [tab, open];
}
