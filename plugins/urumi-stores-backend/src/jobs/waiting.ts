import { JsonObject } from '@backstage/types';

/** How long a step has been seen waiting, as it stands in the step's output. */
export interface WaitRecord extends JsonObject {
  /** Milliseconds of waiting that were seen. */
  waited_ms: number;
  /** When it was last looked at, in epoch milliseconds of the database. */
  seen_at: number;
  /** Whether the log says already that it takes long. */
  warned: boolean;
}

/**
 * Longest time between two looks that still counts as waiting, in milliseconds. A longer one means
 * that nobody could look, because the cluster or the backend was down; the deadline stands still
 * over an outage.
 */
export const LONGEST_LOOK_MS = 45_000;

/** Reads a step's waiting record; a step that never waited has waited for no time. */
export function parseWait(output: JsonObject | undefined): {
  /** Milliseconds waited, as of the given moment. */
  at(now: number): number;
  warned: boolean;
} {
  const wait = output?.wait as WaitRecord | undefined;
  return {
    warned: wait?.warned ?? false,
    at(now) {
      if (!wait) {
        return 0;
      }
      const gap = now - wait.seen_at;
      return wait.waited_ms + (gap <= LONGEST_LOOK_MS ? Math.max(0, gap) : 0);
    },
  };
}
