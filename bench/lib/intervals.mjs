/** How much of the time from `from` to `to` none of the intervals `{started, ended}` covers. */
export function uncovered({ from, to }, intervals) {
  let free = 0;
  let reached = from;
  const inOrder = intervals.toSorted(
    (one, other) => one.started - other.started,
  );
  for (const { started, ended } of inOrder) {
    free += Math.max(0, Math.min(started, to) - reached);
    reached = Math.max(reached, Math.min(ended, to));
  }
  return free + Math.max(0, to - reached);
}
