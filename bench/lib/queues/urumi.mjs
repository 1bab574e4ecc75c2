/** The least that a job of the product has: one step, which is recorded when it begins and when it ends. */
export const steps = ['nothing'];

/**
 * The product's own engine: the real worker with a handler that has nothing to do. A job is a provisioning of a store of
 * its own; in pairs, a store has a provisioning and a delete that waits behind it.
 *
 * @param options.elsewhere jobs are added as a process without a worker does that: this one hears of them from PostgreSQL
 */
export function urumiQueue({ product, elsewhere = false }) {
  return {
    async open({ database, slots, pool }) {
      const knex = await product.openDatabase({
        client: 'pg',
        connection: database.connectionString,
        pluginDivisionMode: 'schema',
        knexConfig: { pool: { min: 0, max: pool } },
      });
      let worker;
      return {
        preload: ({ count, paired }) => fill(product, knex, { count, paired }),

        async start({ started, ended }) {
          worker = product.createWorker(knex, {
            concurrency: slots,
            pollMs: 1_000,
            steps,
            started: (storeId, action) =>
              started(`${action} ${storeId}`, storeId),
            ended,
          });
          worker.start();
        },

        async add() {
          const { storeId } = await product.queueJob(knex, {
            steps,
            worker: elsewhere ? undefined : worker,
          });
          return `PROVISION ${storeId}`;
        },

        async counts() {
          const { rows } = await knex.raw(
            `SELECT count(*) FILTER (WHERE status = 'SUCCEEDED' AND attempt = 1) AS done,
                    count(*) FILTER (WHERE status <> 'SUCCEEDED' OR attempt <> 1) AS left
               FROM provisioning_jobs`,
          );
          return { done: Number(rows[0].done), left: Number(rows[0].left) };
        },

        async stop() {
          await worker?.stop();
          await product.close();
          // Backstage leaves its pool open.
          await knex.destroy();
        },
      };
    },
  };
}

/** Makes jobs by copying the rows of one, which the product itself has written. */
async function fill(product, knex, { count, paired }) {
  const { storeId, jobId } = await product.queueJob(knex, { steps });
  const copies = (paired ? count / 2 : count) - 1;
  await copyRows(knex, 'stores', storeId, copies, storeColumns);
  await copyRows(knex, 'provisioning_jobs', jobId, copies, {
    id: 'gen_random_uuid()',
    store_id: storeNumber('n'),
    owner_ref: storeColumns.owner_ref,
    run_after: 'template.run_after + n / 100',
  });
  if (paired) {
    const waiting = {
      id: 'gen_random_uuid()',
      action: `'DELETE'`,
      status: `'WAITING'`,
    };
    await copyRows(knex, 'provisioning_jobs', jobId, 1, waiting);
    await copyRows(knex, 'provisioning_jobs', jobId, copies, {
      ...waiting,
      store_id: storeNumber('n'),
      owner_ref: storeColumns.owner_ref,
    });
  }
  await knex.raw(
    `INSERT INTO job_steps (job_id, name, position, state, attempt, fence)
     SELECT id, ?, 0, 'pending', 0, 0 FROM provisioning_jobs WHERE id <> ?`,
    [steps[0], jobId],
  );
}

/** Id of the store with a number, as SQL. */
export const storeNumber = number => `lpad(to_hex(${number}), 32, '0')::uuid`;

/** What differs between the stores: a hundred owners share them. */
export const storeColumns = {
  id: storeNumber('n'),
  namespace: `'store-' || n`,
  release_name: `'store-' || n`,
  hostname: `'store-' || n || '.localhost'`,
  owner_ref: `'group:default/team-' || n % 100`,
};

/** Copies a row many times; what differs is SQL over the copy's number `n` and the row `template`. */
export async function copyRows(knex, table, id, count, differing) {
  const columns = await knex('information_schema.columns')
    .where({ table_name: table, is_generated: 'NEVER' })
    .whereRaw('table_schema = current_schema()')
    .pluck('column_name');
  await knex.raw(
    `INSERT INTO ${table} (${columns.join(', ')})
     SELECT ${columns
       .map(name => differing[name] ?? `template.${name}`)
       .join(', ')}
     FROM ${table} AS template, generate_series(1, ?) AS numbers (n)
     WHERE template.id = ?`,
    [count, id],
  );
}
