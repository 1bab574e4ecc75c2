/**
 * Puts stores into a database of the product on PostgreSQL, ready for long, made a second after the other. None of them
 * is due for a look at its health.
 */
export async function fillStores(database, count) {
  const conditions = [
    ['Available', 'WorkloadsReady', 'All workloads are ready.'],
    [
      'Verified',
      'OrderPlaced',
      'Order 17 was placed, found again and taken back.',
    ],
    ['Isolated', 'OnlyTheShop', 'Nothing but the shop can be reached.'],
    ['Progressing', 'Installed', 'Nothing is under way.'],
  ].map(([type, reason, message]) => ({
    type,
    state: type === 'Progressing' ? 'false' : 'true',
    reason,
    message,
    since: new Date().toISOString(),
  }));
  await database.query(
    `INSERT INTO stores (id, engine, display_name, namespace, release_name, status, url, created_at, updated_at, plan,
                         cluster, owner_ref, created_by, hostname, parameters, chart_version, desired, generation,
                         observed_generation, conditions, ready_at, namespace_uid, health_due_at)
     SELECT id, 'woocommerce', 'Shop ' || n, 'store-' || id, 'store-' || id, 'READY',
            'http://store-' || id || '.localhost', made, made, 'small', 'local', 'group:default/team-' || n % 100,
            'user:default/sana', 'store-' || id || '.localhost', '{}', '0.1.0', 'present', 1, 1, $2, made,
            gen_random_uuid()::text, now + 86400000
       FROM (SELECT n, now, made,
                    -- UUIDv7
                    (lpad(to_hex(made), 12, '0') || '7' || right(replace(gen_random_uuid()::text, '-', ''), 19))::uuid AS id
               FROM (SELECT n, now, now - ($1 - n) * 1000 AS made
                       FROM generate_series(1, $1::bigint) AS n,
                            (SELECT (extract(epoch FROM now()) * 1000)::bigint AS now) AS clock) AS times) AS ids`,
    [count, JSON.stringify(conditions)],
  );
  await database.query('VACUUM ANALYZE stores');
}
