/** Does something with each item, so many at once, in order. */
export async function inParallel(items, parallelism, signal, action) {
  const rest = items.values();
  const take = async () => {
    for (const item of rest) {
      signal.throwIfAborted();
      await action(item);
    }
  };
  await Promise.all(Array.from({ length: parallelism }, take));
}
