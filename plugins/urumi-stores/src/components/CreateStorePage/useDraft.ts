import { useCallback, useRef, useState } from 'react';
import {
  CreateStoreDraft,
  CreateStoreValues,
  createIdempotencyKey,
  readDraft,
  removeDraft,
  writeDraft,
} from './createStoreDraft';

/** The draft of a person, which is kept in this tab from the first change on. */
export function useDraft(options: {
  /** Entity ref of whose draft it is. */
  person: string;
  /** What the form begins with; what of an older draft is possible no more is replaced here. */
  begin(values: CreateStoreValues | undefined): CreateStoreValues;
}) {
  const { person, begin } = options;
  const [{ draft, isRestored }, setState] = useState(() => {
    const kept = readDraft(person);
    const begun: CreateStoreDraft = {
      idempotencyKey: createIdempotencyKey(),
      ...kept,
      values: begin(kept?.values),
    };
    return { draft: begun, isRestored: kept !== undefined };
  });
  // Two changes may come before the next rendering.
  const latest = useRef(draft);

  const save = useCallback(
    (changes: Partial<CreateStoreDraft>) => {
      latest.current = { ...latest.current, ...changes };
      writeDraft(person, latest.current);
      setState(previous => ({ ...previous, draft: latest.current }));
    },
    [person],
  );
  const startOver = () => {
    removeDraft(person);
    latest.current = {
      values: begin(undefined),
      idempotencyKey: createIdempotencyKey(),
    };
    setState({ draft: latest.current, isRestored: false });
  };

  return {
    draft,
    /** Whether it is from an earlier visit. */
    isRestored,
    /** As it is now, not as it was when the page was drawn. */
    latest,
    save,
    startOver,
    forget: () => removeDraft(person),
  };
}
