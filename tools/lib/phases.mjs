const total = 7;

/** Prints the line of one phase of set-up, as `[3/7] Dependencies: installing`. */
export function phase(number, title, what) {
  console.log(`[${number}/${total}] ${title}: ${what}`);
}

/** Prints a line that belongs to the current phase. */
export function note(text) {
  console.log(`      ${text}`);
}

/** Whole seconds since `start`, a value of `performance.now()`. */
export function secondsSince(start) {
  return Math.round((performance.now() - start) / 1000);
}
