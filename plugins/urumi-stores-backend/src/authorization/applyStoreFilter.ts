import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { Knex } from 'knex';
import { StoreFilter } from './storeResourceRef';

const COLUMNS: Record<StoreFilter['key'], string> = {
  owner: 'stores.owner_ref',
  engine: 'stores.engine',
  cluster: 'stores.cluster',
};

/**
 * Narrows a query that reads the table `stores` to the stores that a conditional decision allows.
 * The columns are never null, so a negated condition is the exact opposite.
 */
export function applyStoreFilter(
  query: Knex.QueryBuilder,
  filter: PermissionCriteria<StoreFilter>,
): Knex.QueryBuilder {
  if (isNotCriteria(filter)) {
    return query.whereNot(inner => {
      applyStoreFilter(inner, filter.not);
    });
  }
  // An empty group would be left out of the SQL, and so mean all stores.
  if (isAndCriteria(filter)) {
    return query.where(inner => {
      if (filter.allOf.length === 0) {
        inner.whereRaw('1 = 1');
      }
      for (const part of filter.allOf) {
        inner.andWhere(nested => {
          applyStoreFilter(nested, part);
        });
      }
    });
  }
  if (isOrCriteria(filter)) {
    return query.where(inner => {
      if (filter.anyOf.length === 0) {
        inner.whereRaw('1 = 0');
      }
      for (const part of filter.anyOf) {
        inner.orWhere(nested => {
          applyStoreFilter(nested, part);
        });
      }
    });
  }
  return query.whereIn(COLUMNS[filter.key], filter.values);
}
