// What the job engine costs for a job with nothing to do: the seven steps of a provisioning, each of which ends at once.
// Worker and database access are the built product's own. Goal: under 10 ms of our own for a job.
import fs from 'node:fs/promises';
import path from 'node:path';
import { startPostgres } from '../tools/lib/postgres.mjs';
import { clockQueries } from './lib/queryClock.mjs';
import { loadProduct } from './lib/productModules.mjs';
import { rounded, summarize } from './lib/statistics.mjs';

const rounds = 5;
const jobsOfRound = 100;
/** No look for jobs but after a job: what is measured is one job's own time. */
const oneJobAtATime = { concurrency: 1, pollMs: 10 };

export async function measure({ folder, work, versions, signal }) {
  const product = await loadProduct({ folder });
  const postgresFolder = path.join(work, 'postgres');
  await fs.mkdir(postgresFolder, { mode: 0o755 });
  const postgres = await startPostgres({ directory: postgresFolder, signal });
  const databases = {
    SQLite: {
      client: 'better-sqlite3',
      connection: { directory: path.join(work, 'noop-job') },
    },
    Postgres: { client: 'pg', connection: postgres.connectionString },
  };
  const summaries = {};
  const statements = {};
  const goals = [];
  let postgresVersion;
  try {
    for (const [name, database] of Object.entries(databases)) {
      const knex = await product.openDatabase(database);
      const measured = await measureOn(product, knex);
      summaries[`${name}: whole job`] = measured.total;
      summaries[`${name}: without the database`] = measured.own;
      summaries[`${name}: processor time`] = measured.cpu;
      statements[name] = measured.statementsOfJob;
      goals.push({
        goal: `our own per job on ${name}, without the database, median`,
        unit: 'ms',
        limit: 10,
        measured: measured.own.p50,
      });
      if (name === 'Postgres') {
        const { rows } = await knex.raw('SHOW server_version');
        postgresVersion = `PostgreSQL ${rows[0].server_version}, fsync off`;
      }
    }
  } finally {
    await product.close();
    await postgres.stop();
  }
  return {
    versions: { database: `${versions.sqlite}; ${postgresVersion}` },
    goals,
    steps: product.steps.length,
    statementsOfJob: statements,
    summaries,
  };
}

async function measureOn(product, knex) {
  const clock = clockQueries(knex);
  const total = [];
  const own = [];
  const cpu = [];
  let statementsOfJob;
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const samples = await runJobs(product, knex, clock);
    if (round > 0) {
      total.push(samples.map(({ total: time }) => time));
      own.push(samples.map(({ total: time, database }) => time - database));
      cpu.push(samples.map(({ cpu: time }) => time));
      statementsOfJob = rounded(
        samples.reduce((sum, sample) => sum + sample.statements, 0) /
          samples.length,
      );
    }
  }
  return {
    total: summarize(total),
    own: summarize(own),
    cpu: summarize(cpu),
    statementsOfJob,
  };
}

/** One job after the other; a sample is the time from one job's end to the next one's, the look for a job included. */
async function runJobs(product, knex, clock) {
  for (let job = 0; job < jobsOfRound; job++) {
    await product.queueJob(knex);
  }
  const samples = [];
  await new Promise(resolve => {
    let last;
    const ended = () => {
      const { user, system } = process.cpuUsage();
      const now = {
        at: performance.now(),
        cpu: (user + system) / 1_000,
        ...clock,
      };
      if (last) {
        samples.push({
          total: now.at - last.at,
          cpu: now.cpu - last.cpu,
          database: now.milliseconds - last.milliseconds,
          statements: now.statements - last.statements,
        });
      }
      last = now;
      if (samples.length === jobsOfRound - 1) {
        resolve(worker.stop());
      }
    };
    const worker = product.createWorker(knex, { ...oneJobAtATime, ended });
    worker.start();
  });
  return samples;
}
