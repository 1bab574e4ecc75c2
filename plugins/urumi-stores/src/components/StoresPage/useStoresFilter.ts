import { useSearchParams } from 'react-router-dom';
import {
  STORE_STATUSES,
  StoreStatus,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** What the list shows. It stands in the address, so that it survives a reload and a way back. */
export interface StoresFilter {
  search: string;
  status?: StoreStatus;
  showDeleted: boolean;
}

/** The filter in the address, and how to change parts of it. */
export function useStoresFilter(): [
  StoresFilter,
  (change: Partial<StoresFilter>) => void,
] {
  const [parameters, setParameters] = useSearchParams();
  const status = STORE_STATUSES.find(
    known => known === parameters.get('status'),
  );
  const filter: StoresFilter = {
    search: parameters.get('q') ?? '',
    ...(status && { status }),
    showDeleted: parameters.get('deleted') === 'true',
  };

  const change = (changed: Partial<StoresFilter>) => {
    const next = { ...filter, ...changed };
    setParameters(
      {
        ...(next.search && { q: next.search }),
        ...(next.status && { status: next.status }),
        ...(next.showDeleted && { deleted: 'true' }),
      },
      { replace: true },
    );
  };
  return [filter, change];
}
