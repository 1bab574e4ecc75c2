// Replicas of the worker, each a process of its own with the same number of slots, on one PostgreSQL with fsync: how much
// of what one would do so many times over is done by 1, 2 and 4. Each job has one step, which waits for half a second and
// holds its slot meanwhile, as one does that waits for Helm.
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../tools/lib/problem.mjs';
import { startPostgres } from '../tools/lib/postgres.mjs';
import { processorTime } from './lib/processorTime.mjs';
import { loadProduct } from './lib/productModules.mjs';
import { Databases } from './lib/queues/database.mjs';
import { copyRows, storeColumns, storeNumber } from './lib/queues/urumi.mjs';
import { startReplicas } from './lib/replicas.mjs';
import { median, rounded, summarize } from './lib/statistics.mjs';

const goals = { 1: 0.95, 2: 0.93, 4: 0.85 };
const rounds = Number(process.env.ROUNDS ?? 3);
const slots = 5;
const steps = ['waits'];
const stepMs = 500;
/** The first ones of each slot warm up. */
const warmUp = 5;
const jobsOfSlot = 30;
const deadlineMs = 120_000;

export async function measure({ folder, work, signal }) {
  const product = await loadProduct({ folder });
  const directory = path.join(work, 'replicas-postgres');
  await fs.mkdir(directory, { mode: 0o755 });
  const postgres = await startPostgres({ directory, durable: true, signal });
  let databases;
  const results = {};
  try {
    databases = await Databases.connect(postgres.connectionString);
    const bench = { folder, product, databases, postgres, signal };
    for (let round = 0; round < rounds; round++) {
      for (const replicas of Object.keys(goals)) {
        (results[replicas] ??= []).push(await drain(bench, Number(replicas)));
      }
    }
    const version = await databases.version();
    return {
      versions: { database: `PostgreSQL ${version}, fsync on` },
      ...conclude(results),
    };
  } finally {
    await databases?.close();
    await product.close();
    await postgres.stop();
  }
}

/** Lets replicas do all jobs of a new database. */
async function drain({ folder, product, databases, postgres, signal }, count) {
  return databases.with(async database => {
    const jobs = count * slots * (warmUp + jobsOfSlot);
    await fill(product, database, jobs);
    const replicas = await startReplicas({
      count,
      worker: {
        folder,
        connectionString: database.connectionString,
        pool: slots + 2,
        concurrency: slots,
        pollMs: 1_000,
        steps,
        waits: { waits: stepMs },
      },
    });
    try {
      await database.query('VACUUM ANALYZE');
      await database.query('CHECKPOINT');
      const processors = () => ({
        node: replicas.pids.reduce((sum, pid) => sum + processorTime(pid), 0),
        postgres: processorTime(postgres.pid),
      });
      const whenDone = done =>
        Promise.race([untilDone(database, { done, signal }), replicas.ended]);
      replicas.work();
      const warm = count * slots * warmUp;
      await whenDone(warm);
      const before = processors();
      await whenDone(jobs);
      const after = processors();
      const milliseconds = await timeBetween(database, { warm, jobs });
      return {
        efficiency: (jobsOfSlot * stepMs) / milliseconds,
        jobsPerSecond: ((jobs - warm) / milliseconds) * 1_000,
        nodeCpu: (after.node - before.node) / (jobs - warm),
        postgresCpu: (after.postgres - before.postgres) / (jobs - warm),
      };
    } finally {
      await replicas.stop();
    }
  });
}

/** Resolves when so many jobs are done. */
async function untilDone(database, { done, signal }) {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    await sleep(250, undefined, { signal });
    const [row] = await database.query(
      `SELECT count(*) FILTER (WHERE status = 'SUCCEEDED') AS done,
              count(*) FILTER (WHERE attempt > 1) AS repeated
         FROM "urumi-stores".provisioning_jobs`,
    );
    if (Number(row.repeated) > 0) {
      throw new Problem(`${row.repeated} jobs were started twice`);
    }
    if (Number(row.done) >= done) {
      return;
    }
    if (performance.now() > deadline) {
      throw new Problem(`Only ${row.done} of ${done} jobs were done in time`);
    }
  }
}

/** Milliseconds between the end of the last job of the warm-up and that of the last of all. */
async function timeBetween(database, { warm, jobs }) {
  const rows = await database.query(
    'SELECT completed_at FROM "urumi-stores".provisioning_jobs ORDER BY completed_at',
  );
  return (
    Number(rows[jobs - 1].completed_at) - Number(rows[warm - 1].completed_at)
  );
}

/** Makes jobs by copying the rows of one, which the product itself has written. */
async function fill(product, { connectionString }, count) {
  const knex = await product.openDatabase({
    client: 'pg',
    connection: connectionString,
    pluginDivisionMode: 'schema',
  });
  try {
    const { storeId, jobId } = await product.queueJob(knex, { steps });
    await copyRows(knex, 'stores', storeId, count - 1, storeColumns);
    await copyRows(knex, 'provisioning_jobs', jobId, count - 1, {
      id: storeNumber('n'),
      store_id: storeNumber('n'),
      owner_ref: storeColumns.owner_ref,
      run_after: 'template.run_after + n / 100',
    });
    await knex.raw(
      `INSERT INTO job_steps (job_id, name, position, state, attempt, fence)
       SELECT job.id, step.name, step.position, step.state, step.attempt, step.fence
         FROM provisioning_jobs AS job, job_steps AS step
        WHERE step.job_id = ? AND job.id <> ?`,
      [jobId, jobId],
    );
  } finally {
    await product.close();
    await knex.destroy();
  }
}

function conclude(results) {
  const of = (replicas, key) => results[replicas].map(each => each[key]);
  const table = Object.fromEntries(
    Object.keys(goals).map(replicas => [
      `${replicas} replicas`,
      {
        efficiency: rounded(median(of(replicas, 'efficiency'))),
        'of rounds': of(replicas, 'efficiency').map(rounded).join(', '),
        jobsPerSecond: rounded(median(of(replicas, 'jobsPerSecond'))),
        nodeCpu: rounded(median(of(replicas, 'nodeCpu'))),
        postgresCpu: rounded(median(of(replicas, 'postgresCpu'))),
      },
    ]),
  );
  console.table(table);
  return {
    goals: Object.entries(goals).map(([replicas, efficiency]) => ({
      goal: `time of ${replicas} replicas, of linear (${efficiency} of its rate)`,
      unit: 'times',
      limit: Math.round(1_000 / efficiency) / 1_000,
      measured: Math.round(1_000 / median(of(replicas, 'efficiency'))) / 1_000,
    })),
    rounds,
    slotsOfReplica: slots,
    stepMs,
    jobsOfSlot,
    replicas: table,
    ratios: {
      'processor of PostgreSQL per job, 4 replicas to 1': rounded(
        median(of(4, 'postgresCpu')) / median(of(1, 'postgresCpu')),
      ),
    },
    summaries: Object.fromEntries(
      Object.keys(goals).map(replicas => [
        `processor of PostgreSQL per job, ${replicas} replicas`,
        summarize(of(replicas, 'postgresCpu').map(value => [value])),
      ]),
    ),
  };
}
