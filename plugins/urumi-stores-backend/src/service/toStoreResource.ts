import { StoreResource } from '../authorization';
import { StoreRow } from '../database/rows';

/** What the permission rules look at. */
export function toStoreResource(row: StoreRow): StoreResource {
  return {
    id: row.id,
    owner: row.owner_ref,
    engine: row.engine,
    cluster: row.cluster,
  };
}
