/** Tells the rounds of a step with `each` apart, in what is kept of them; empty without rounds. */
export function stepIteration(ctx: { each?: { key?: unknown } }): string {
  return ctx.each === undefined ? '' : `.${String(ctx.each.key)}`;
}
