/** The id in a payload on the stores topic, or undefined when it is not such a payload. */
export function readStoreId(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null) {
    return undefined;
  }
  const { store_id: storeId } = payload as { store_id?: unknown };
  return typeof storeId === 'string' ? storeId : undefined;
}
