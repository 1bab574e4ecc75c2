import { setTimeout as delay } from 'node:timers/promises';
import { LOOP_STATEMENT_MS } from '../database/dialect';

/** Waits for a write, but no longer than a statement of a loop may take: others wait behind it, and it may hang. */
export async function withPatience(write: Promise<void>): Promise<void> {
  const patience = new AbortController();
  const { signal } = patience;
  try {
    await Promise.race([
      write,
      delay(LOOP_STATEMENT_MS, undefined, { signal }).catch(() => {}),
    ]);
  } finally {
    patience.abort();
  }
}
