/** Texts of a language by their keys, nested as those of the reference are. */
export interface NestedMessages {
  [key: string]: NestedMessages | string;
}

/** The same texts under one key each, such as `store.openShop`. */
export function flattenMessages(
  messages: NestedMessages,
  prefix = '',
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(messages).flatMap(([name, value]) =>
      typeof value === 'string'
        ? [[`${prefix}${name}`, value]]
        : Object.entries(flattenMessages(value, `${prefix}${name}.`)),
    ),
  );
}
