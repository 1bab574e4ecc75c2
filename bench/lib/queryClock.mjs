/**
 * Counts the statements of a knex instance, and the milliseconds that they were waited for. BEGIN and COMMIT are among
 * them: knex tells of no end of theirs, hence the look into its dialect.
 */
export function clockQueries(knex) {
  const clock = { statements: 0, milliseconds: 0 };
  const dialect = Object.getPrototypeOf(knex.client);
  const query = dialect._query;
  dialect._query = async function timedQuery(...args) {
    const started = performance.now();
    try {
      return await query.apply(this, args);
    } finally {
      clock.statements += 1;
      clock.milliseconds += performance.now() - started;
    }
  };
  return clock;
}
