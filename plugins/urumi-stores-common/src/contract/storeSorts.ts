/**
 * What a list of stores can be sorted by; a dash in front turns the order around.
 *
 * @remarks
 * `created_at` begins with the oldest. `display_name` takes the namespace where there is no
 * display name. Stores that are alike come by their time of creation.
 *
 * @public
 */
export const STORE_SORTS = [
  'created_at',
  '-created_at',
  'display_name',
  '-display_name',
  'status',
  '-status',
  'owner',
  '-owner',
  'engine',
  '-engine',
  'cluster',
  '-cluster',
] as const;

/** @public */
export type StoreSort = (typeof STORE_SORTS)[number];
