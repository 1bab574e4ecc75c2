import { copyRows, steps, storeColumns, storeNumber } from './urumi.mjs';

const due = 10_000;
const ended = 100_000;
const claims = 50;
/** Of a job that nobody works on. */
const idle = 'locked_by = NULL, locked_at = NULL, lease_expires_at = NULL';

/**
 * What a claim of four jobs costs on PostgreSQL, in milliseconds: with many due ones, with statistics, with those of
 * empty tables and with those of a time when all jobs had ended, and beside many jobs that have ended.
 *
 * @returns samples of each round by state
 */
export async function measureClaims({ product, databases, rounds }) {
  const samples = {};
  for (let round = 0; round < rounds; round++) {
    await databases.with(async ({ connectionString }) => {
      const knex = await product.openDatabase({
        client: 'pg',
        connection: connectionString,
        pluginDivisionMode: 'schema',
      });
      const sample = async state => {
        (samples[state] ??= []).push(await time(product, knex));
        // As many are running in each state: a claim counts them for each owner.
        await knex.raw(
          `UPDATE provisioning_jobs SET status = 'QUEUED', ${idle} WHERE status = 'IN_PROGRESS'`,
        );
      };
      try {
        for (const table of ['stores', 'provisioning_jobs']) {
          await knex.raw(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
          await knex.raw(`VACUUM ANALYZE ${table}`);
        }
        const { storeId, jobId } = await product.queueJob(knex, { steps });
        await copyRows(knex, 'stores', storeId, due, storeColumns);
        await copyRows(knex, 'provisioning_jobs', jobId, due, {
          id: 'gen_random_uuid()',
          store_id: storeNumber('n'),
          owner_ref: storeColumns.owner_ref,
        });
        await sample('claim, 10,000 due, cold');
        await knex.raw('ANALYZE');
        await sample('claim, 10,000 due');
        await copyRows(knex, 'provisioning_jobs', jobId, ended, {
          id: 'gen_random_uuid()',
          store_id: storeNumber(`n % ${due} + 1`),
          status: `'SUCCEEDED'`,
          completed_at: 'template.created_at',
          locked_by: 'NULL',
          locked_at: 'NULL',
          lease_expires_at: 'NULL',
        });
        await sample('claim, 10,000 due, 100,000 ended, stale');
        await knex.raw('ANALYZE');
        await sample('claim, 10,000 due, 100,000 ended');
        await knex.raw(
          `UPDATE provisioning_jobs SET status = 'SUCCEEDED', completed_at = created_at, ${idle}
            WHERE status <> 'SUCCEEDED'`,
        );
        await knex.raw('VACUUM ANALYZE provisioning_jobs');
        await copyRows(knex, 'provisioning_jobs', jobId, due, {
          id: 'gen_random_uuid()',
          store_id: storeNumber('n'),
          owner_ref: storeColumns.owner_ref,
          status: `'QUEUED'`,
          completed_at: 'NULL',
        });
        await sample('claim, 10,000 due, statistics of a rest');
      } finally {
        await product.close();
        // Backstage leaves its pool open.
        await knex.destroy();
      }
    });
  }
  return samples;
}

async function time(product, knex) {
  const samples = [];
  for (let claim = 0; claim < claims; claim++) {
    const started = performance.now();
    await product.claim(knex, 4);
    samples.push(performance.now() - started);
  }
  return samples;
}
