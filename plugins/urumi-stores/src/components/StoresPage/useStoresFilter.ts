import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  StoresFilter,
  readStoresFilter,
  writeStoresFilter,
} from './storesFilter';

/**
 * Changes parts of the filter. The list begins anew, unless the change names a cursor.
 */
export type ChangeStoresFilter = (
  change: Partial<StoresFilter>,
  options?: {
    /** The way back leads past the address of before. */
    replace?: boolean;
  },
) => void;

/** The filter in the address, and how to change parts of it. */
export function useStoresFilter(): [StoresFilter, ChangeStoresFilter] {
  const [parameters, setParameters] = useSearchParams();
  const filter = useMemo(() => readStoresFilter(parameters), [parameters]);
  return [
    filter,
    (change, options) =>
      setParameters(
        previous =>
          writeStoresFilter({
            ...readStoresFilter(previous),
            cursor: undefined,
            ...change,
          }),
        options,
      ),
  ];
}
