import { Knex } from 'knex';
import { claimJobRows } from './claimJobRows';
import { endLease } from '../database/operations/endLease';
import { appendEvent } from '../database/operations/storeEvents';
import { runTransaction } from '../database/transaction';
import { seedStore } from './testDatabase';

const STORES = 10_000;
const FINISHED_JOBS = 100_000;

/** Id of the store with a number, as SQL. */
const storeIdSql = (number: string) => `lpad(to_hex(${number}), 32, '0')::uuid`;

const TABLES = ['stores', 'provisioning_jobs', 'store_events', 'job_steps'];

/** Takes the statistics of the tables as they are now, and has nobody take them again. */
export async function freezeStatistics(knex: Knex): Promise<void> {
  for (const table of TABLES) {
    await knex.raw('ALTER TABLE ?? SET (autovacuum_enabled = off)', [table]);
    await knex.raw('VACUUM ANALYZE ??', [table]);
  }
}

/** Fills a Postgres database with 10,000 stores of some owners, each with a due job and events. */
export async function fillStores(
  knex: Knex,
  { owners = 100 }: { owners?: number } = {},
): Promise<void> {
  const owner = `'group:default/team-' || n % ${owners}`;
  const { storeId, jobId } = await seedStore(knex);
  await runTransaction(knex, trx =>
    appendEvent(trx, storeId, {
      type: 'queued',
      message: 'A store was asked for.',
      actor: 'user:default/ada',
    }),
  );
  await multiply(knex, 'stores', { id: storeId }, STORES, {
    id: storeIdSql('n'),
    display_name: `'Shop ' || n`,
    namespace: `'namespace-' || n`,
    release_name: `'release-' || n`,
    hostname: `'host-' || n`,
    owner_ref: owner,
    status: `(array['READY', 'READY', 'QUEUED', 'FAILED', 'DELETED'])[n % 5 + 1]`,
    created_at: 'template.created_at - n',
  });
  await multiply(knex, 'provisioning_jobs', { id: jobId }, STORES, {
    id: 'gen_random_uuid()',
    store_id: storeIdSql('n'),
    owner_ref: owner,
    created_at: 'template.created_at - n',
    run_after: 'template.run_after - n',
  });
  await knex.raw(
    `INSERT INTO job_steps (job_id, name, position, state, attempt, fence)
     SELECT id, 'one', 0, 'pending', 0, 0 FROM provisioning_jobs
     ON CONFLICT DO NOTHING`,
  );
  await multiply(knex, 'store_events', { store_id: storeId }, 3 * STORES, {
    id: `nextval(pg_get_serial_sequence('store_events', 'id'))`,
    store_id: storeIdSql(`n % ${STORES} + 1`),
  });
}

/** Adds 100,000 jobs that have ended, each with a step, to the stores of {@link fillStores}. */
export async function addFinishedJobs(knex: Knex): Promise<void> {
  const ended = await seedEndedJob(knex);
  await multiply(
    knex,
    'provisioning_jobs',
    { id: ended.jobId },
    FINISHED_JOBS,
    {
      id: 'gen_random_uuid()',
      store_id: storeIdSql(`n % ${STORES} + 1`),
      created_at: 'template.created_at - 10 * n',
    },
  );
  // The job that was copied, and those that a test has ended, have it already.
  await knex.raw(
    `INSERT INTO job_steps (job_id, name, position, state, attempt, fence)
     SELECT id, 'one', 0, 'done', 1, fence FROM provisioning_jobs
     WHERE completed_at IS NOT NULL
     ON CONFLICT DO NOTHING`,
  );
}

/** Tells the planner what is in the tables. */
export async function analyze(knex: Knex): Promise<void> {
  for (const table of TABLES) {
    await knex.raw('ANALYZE ??', [table]);
  }
}

async function seedEndedJob(knex: Knex) {
  const seeded = await seedStore(knex, {
    priority: 0,
    owner: 'group:default/ended',
  });
  const [job] = await claimJobRows(knex, {
    workerId: 'ended',
    limit: 1,
    leaseMs: 60_000,
    actions: ['PROVISION'],
  });
  await runTransaction(knex, trx =>
    endLease(
      trx,
      { jobId: job.id, storeId: job.store_id, fence: Number(job.fence) },
      { status: 'SUCCEEDED' },
    ),
  );
  return seeded;
}

/** Copies a row; what differs is SQL over the copy's number `n` and the row `template`. */
async function multiply(
  knex: Knex,
  table: string,
  template: Record<string, string>,
  count: number,
  differing: Record<string, string>,
) {
  const columns: { name: string }[] = await knex('information_schema.columns')
    .where({ table_name: table, is_generated: 'NEVER' })
    .whereRaw('table_schema = current_schema()')
    .select({ name: 'column_name' });
  const names = columns.map(({ name }) => name);
  const [[key, value]] = Object.entries(template);
  await knex.raw(
    `INSERT INTO ${table} (${names.join(', ')})
     SELECT ${names
       .map(name => differing[name] ?? `template.${name}`)
       .join(', ')}
     FROM ${table} AS template, generate_series(1, ?) AS numbers (n)
     WHERE template.${key} = ?`,
    [count, value],
  );
}
