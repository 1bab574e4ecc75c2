import pg from 'pg';

/**
 * Databases of one copy of the product on a PostgreSQL.
 *
 * @returns `env`, which `app-config.postgres.yaml` reads, and `connect`, which opens the one of the stores once there is
 * one
 */
export function productDatabase({ postgres, name }) {
  const prefix = `${name}_`;
  return {
    env: {
      URUMI_BENCH_DATABASE: postgres.connectionString,
      URUMI_BENCH_DATABASE_PREFIX: prefix,
    },
    async connect() {
      const url = new URL(postgres.connectionString);
      url.pathname = `/${prefix}urumi-stores`;
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      return {
        query: async (sql, values) => (await client.query(sql, values)).rows,
        close: () => client.end(),
      };
    },
  };
}
