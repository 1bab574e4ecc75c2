import { useCallback, useEffect, useMemo, useState } from 'react';
import { storageApiRef, useApi } from '@backstage/core-plugin-api';

const BUCKET = 'urumi-stores';
const KEY = 'guided-visit';

/**
 * Whether the person has still to be guided. It is kept with their settings, so that it is asked once and not on every
 * machine; `unknown` until the settings are there, so that nothing flashes by.
 */
export function useGuidedVisit(): {
  state: 'unknown' | 'open' | 'over';
  end: () => void;
  restart: () => void;
} {
  const storageApi = useApi(storageApiRef);
  const storage = useMemo(() => storageApi.forBucket(BUCKET), [storageApi]);
  const [snapshot, setSnapshot] = useState(() =>
    storage.snapshot<'over' | 'open'>(KEY),
  );

  useEffect(() => {
    const subscription = storage
      .observe$<'over' | 'open'>(KEY)
      .subscribe(setSnapshot);
    return () => subscription.unsubscribe();
  }, [storage]);

  // Said at once; the settings follow.
  const [chosen, setChosen] = useState<'over' | 'open'>();
  const choose = useCallback(
    (value: 'over' | 'open') => {
      setChosen(value);
      // Whoever cannot keep it is only asked again.
      storage.set(KEY, value).catch(() => undefined);
    },
    [storage],
  );

  const kept = snapshot.presence === 'unknown' ? 'unknown' : snapshot.value;
  return {
    state: chosen ?? kept ?? 'open',
    end: () => choose('over'),
    restart: () => choose('open'),
  };
}
