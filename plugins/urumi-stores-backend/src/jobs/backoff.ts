/** Shape of a growing delay. */
export interface BackoffOptions {
  /** First delay in milliseconds. */
  baseMs: number;
  /** Greatest delay in milliseconds. */
  maxMs: number;
}

/**
 * How long to wait before the next try: it doubles with each attempt up to the greatest delay,
 * half of it fixed and half by chance, so that what failed together does not come back together.
 *
 * @param attempt - 1 for the first failure.
 * @param random - from 0 up to 1.
 */
export function backoffMs(
  attempt: number,
  { baseMs, maxMs }: BackoffOptions,
  random: number = Math.random(),
): number {
  const full = Math.min(maxMs, baseMs * 2 ** Math.min(30, attempt - 1));
  return Math.round(full / 2 + (full / 2) * random);
}

/** A delay that is up to a quarter shorter or longer than the given one. */
export function jitterMs(ms: number, random: number = Math.random()): number {
  return Math.round(ms * (0.75 + 0.5 * random));
}
