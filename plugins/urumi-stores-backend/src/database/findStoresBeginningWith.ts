import { Knex } from 'knex';
import { bytewise, storeTitleSql } from './storeOrder';

/** Greater than all that text can go on with. */
const LAST_CHARACTER = '\u{10ffff}';

const UUID_START =
  /^[0-9a-f]{1,8}$|^[0-9a-f]{8}-([0-9a-f]{0,4}|[0-9a-f]{4}-([0-9a-f]{0,4}|[0-9a-f]{4}-([0-9a-f]{0,4}|[0-9a-f]{4}-[0-9a-f]{0,12})))$/;

/**
 * Narrows a query to the stores whose name, host name or id begins with a text, whatever the case.
 *
 * @remarks
 * Each is a range, which both databases look up in an index.
 */
export function findStoresBeginningWith(
  query: Knex.QueryBuilder,
  knex: Knex,
  text: string,
): void {
  const columns = [storeTitleSql(knex), bytewise(knex, 'hostname')];
  const ids = idsBeginningWith(text.toLowerCase());
  query.where(nested => {
    for (const column of columns) {
      nested.orWhereRaw(
        `(${column} >= lower(?) AND ${column} < lower(?) || ?)`,
        [text, text, LAST_CHARACTER],
      );
    }
    if (ids) {
      nested.orWhereBetween('id', ids);
    }
  });
}

/** The first and the last id that begins with a text; undefined when none does. */
function idsBeginningWith(text: string): [string, string] | undefined {
  if (!UUID_START.test(text)) {
    return undefined;
  }
  const fill = (digit: string) =>
    text +
    '00000000-0000-0000-0000-000000000000'
      .slice(text.length)
      .replaceAll('0', digit);
  return [fill('0'), fill('f')];
}
