// The job engine as a queue, beside graphile-worker and pg-boss on the same PostgreSQL with fsync: how many no-op jobs a
// second, how long from enqueue to start, one at a time per store, and what a claim costs with many jobs around it.
// Each measurement has a database of its own and ends with a count: every job was done, and done once.
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repoRoot } from '../tools/lib/paths.mjs';
import { Problem } from '../tools/lib/problem.mjs';
import { startPostgres } from '../tools/lib/postgres.mjs';
import { processorTime } from './lib/processorTime.mjs';
import { loadProduct } from './lib/productModules.mjs';
import { measureClaims } from './lib/queues/claims.mjs';
import { countCommits, Databases } from './lib/queues/database.mjs';
import { graphileQueue } from './lib/queues/graphileWorker.mjs';
import { pgBossQueue } from './lib/queues/pgBoss.mjs';
import { urumiQueue } from './lib/queues/urumi.mjs';
import { median, percentile, rounded, summarize } from './lib/statistics.mjs';

const rounds = 5;
const jobsBySlots = { 1: 500, 10: 2_000, 50: 2_000 };
const latencySamples = 300;
const deadlineMs = 300_000;

export async function measure({ folder, work, signal }) {
  const product = await loadProduct({ folder });
  const directory = path.join(work, 'queue-postgres');
  await fs.mkdir(directory, { mode: 0o755 });
  const postgres = await startPostgres({ directory, durable: true, signal });
  const databases = await Databases.connect(postgres.connectionString);
  const context = { databases, postgres, signal };
  const systems = {
    urumi: urumiQueue({ product }),
    'graphile-worker, job by job': graphileQueue({ batched: false }),
    'graphile-worker, batches': graphileQueue({ batched: true }),
    'pg-boss, job by job': pgBossQueue({ batched: false }),
    'pg-boss, batches': pgBossQueue({ batched: true }),
  };
  const measurements = [
    ...Object.keys(jobsBySlots).flatMap(slots =>
      Object.keys(systems)
        // One by one it waits half a second between two jobs.
        .filter(system => slots !== '1' || system !== 'pg-boss, batches')
        .map(system => ({ system, slots: Number(slots) })),
    ),
    ...Object.keys(systems).map(system => ({
      system,
      slots: 10,
      paired: true,
    })),
  ];
  const drains = {};
  const latencies = {};
  const commits = [];
  try {
    for (let round = 0; round < rounds; round++) {
      commits.push(await databases.with(countCommits));
      for (const measurement of shuffled(measurements)) {
        const { system, slots, paired } = measurement;
        const name = `${system}, ${slots} slots${
          paired ? ', one at a time per store' : ''
        }`;
        (drains[name] ??= []).push(
          await drain(systems[system], measurement, context),
        );
      }
      for (const [name, system] of shuffled([
        ['urumi', systems.urumi],
        ['urumi, added elsewhere', urumiQueue({ product, elsewhere: true })],
        ...['graphile-worker, job by job', 'pg-boss, job by job'].map(peer => [
          peer,
          systems[peer],
        ]),
      ])) {
        (latencies[name] ??= []).push(await enqueueToStart(system, context));
      }
    }
    const claims = await measureClaims({ product, databases, rounds });
    return {
      versions: {
        database: `PostgreSQL ${await databases.version()}, fsync on`,
        'graphile-worker': await versionOf('graphile-worker'),
        'pg-boss': await versionOf('pg-boss'),
      },
      ...evaluate({ drains, latencies, claims, commits }),
    };
  } finally {
    await databases.close();
    await product.close();
    await postgres.stop();
  }
}

/** Puts jobs into an empty queue, and then measures how fast they are done. */
async function drain(
  system,
  { slots, paired },
  { databases, postgres, signal },
) {
  const count = jobsBySlots[slots];
  return databases.with(async database => {
    const queue = await system.open({ database, slots, pool: poolFor(slots) });
    const seen = new Set();
    const running = new Set();
    let repeated = 0;
    try {
      await queue.preload({ count, paired });
      await database.query('VACUUM ANALYZE');
      await database.query('CHECKPOINT');
      const cpu = process.cpuUsage();
      const postgresCpu = processorTime(postgres.pid);
      const started = performance.now();
      await queue.start({
        started(id, key) {
          repeated += seen.has(id) || (paired && running.has(key)) ? 1 : 0;
          seen.add(id);
          running.add(key);
        },
        ended: key => running.delete(key),
      });
      while (seen.size < count || (await queue.counts()).left > 0) {
        signal.throwIfAborted();
        if (performance.now() - started > deadlineMs) {
          throw new Problem(
            `Only ${seen.size} of ${count} jobs were done in time`,
          );
        }
        await sleep(seen.size < count ? 2 : 1);
      }
      const milliseconds = performance.now() - started;
      const { user, system: kernel } = process.cpuUsage(cpu);
      const { done = count } = await queue.counts();
      if (done !== count || seen.size !== count || repeated > 0) {
        throw new Problem(
          `${done} of ${count} jobs are done, ${seen.size} were started, ${repeated} of them twice`,
        );
      }
      return {
        jobsPerSecond: (count / milliseconds) * 1_000,
        nodeCpu: (user + kernel) / 1_000 / count,
        postgresCpu: (processorTime(postgres.pid) - postgresCpu) / count,
      };
    } finally {
      await queue.stop();
    }
  });
}

/** Milliseconds from the call that enqueues a job to its start, on a queue that has nothing else to do. */
async function enqueueToStart(system, { databases }) {
  return databases.with(async database => {
    const queue = await system.open({ database, slots: 10, pool: poolFor(10) });
    const startedAt = new Map();
    let wake = () => {};
    try {
      await queue.preload({ count: 1 });
      await queue.start({
        started(id) {
          startedAt.set(id, performance.now());
          wake();
        },
        ended() {},
        waking: true,
      });
      const samples = [];
      for (let sample = 1; sample <= latencySamples; sample++) {
        // Between two jobs the queue comes to rest.
        await sleep(10 + Math.random() * 20);
        const asked = performance.now();
        const id = await queue.add(sample);
        while (!startedAt.has(id)) {
          await new Promise(resolve => {
            wake = resolve;
          });
        }
        samples.push(startedAt.get(id) - asked);
      }
      return samples;
    } finally {
      await queue.stop();
    }
  });
}

function evaluate({ drains, latencies, claims, commits }) {
  const throughput = Object.fromEntries(
    Object.entries(drains).map(([name, results]) => [name, spread(results)]),
  );
  console.table(throughput);
  const timesOurs = (peer, ours) =>
    rounded(
      median(
        drains[peer].map(
          (result, round) =>
            result.jobsPerSecond / drains[ours][round].jobsPerSecond,
        ),
      ),
    );
  const ratios = {};
  for (const slots of Object.keys(jobsBySlots)) {
    for (const name of Object.keys(drains)) {
      const suffix = `, ${slots} slots`;
      if (name.endsWith(suffix) && !name.startsWith('urumi')) {
        ratios[`${name}, times ours`] = timesOurs(name, `urumi${suffix}`);
      }
    }
  }
  const serial = ', 10 slots, one at a time per store';
  const graphileSerial = `graphile-worker, job by job${serial}`;
  ratios[`${graphileSerial}, times ours`] = timesOurs(
    graphileSerial,
    `urumi${serial}`,
  );
  const ofRound = (name, percent) =>
    latencies[name].map(samples => percentile(samples, percent));
  const latencyRatio = (percent, ours = 'urumi') =>
    rounded(
      median(
        ofRound(ours, percent).map(
          (milliseconds, round) =>
            milliseconds /
            Math.min(
              ofRound('graphile-worker, job by job', percent)[round],
              ofRound('pg-boss, job by job', percent)[round],
            ),
        ),
      ),
    );
  for (const percent of [50, 99]) {
    ratios[
      `enqueue to start, p${percent}, added elsewhere, of the faster peer`
    ] = latencyRatio(percent, 'urumi, added elsewhere');
  }
  const at10 = throughput['urumi, 10 slots'];
  const claim = state => summarize(claims[state]).p50;
  const goal = (what, measured, limit, unit = 'times') => ({
    goal: what,
    unit,
    limit,
    measured,
  });
  return {
    rounds,
    jobs: jobsBySlots,
    calibration: { commitsPerSecond: commits.map(Math.round) },
    throughput,
    ratios,
    goals: [
      ...[
        ['graphile-worker', '50 slots', 1],
        ['graphile-worker', '10 slots', 1 / 0.9],
        ['pg-boss', '50 slots', 1 / 1.25],
        ['pg-boss', '10 slots', 1 / 1.25],
        ['pg-boss', '1 slots', 1 / 1.25],
      ].map(([peer, slots, limit]) =>
        goal(
          `jobs per second of ${peer}, job by job, ${slots}, of ours`,
          ratios[`${peer}, job by job, ${slots}, times ours`],
          limit,
        ),
      ),
      goal(
        'one at a time per store: jobs per second of graphile-worker, of ours',
        ratios[`${graphileSerial}, times ours`],
        1 / 4,
      ),
      goal('enqueue to start, median, of the faster peer', latencyRatio(50), 1),
      goal('enqueue to start, p99, of the faster peer', latencyRatio(99), 1.2),
      goal('processor of Node per job at 10 slots', at10.nodeCpu, 0.3, 'ms'),
      goal(
        'processor of PostgreSQL per job at 10 slots',
        at10.postgresCpu,
        0.6,
        'ms',
      ),
      goal(
        'claim without statistics, of one with them',
        rounded(claim('claim, 10,000 due, cold') / claim('claim, 10,000 due')),
        1.2,
      ),
      goal(
        'claim with statistics of a time when all jobs had ended, of one with fresh ones beside as many ended jobs',
        rounded(
          claim('claim, 10,000 due, statistics of a rest') /
            claim('claim, 10,000 due, 100,000 ended'),
        ),
        1.2,
      ),
      goal(
        'claim beside 100,000 ended jobs, of one without them',
        rounded(
          claim('claim, 10,000 due, 100,000 ended') /
            claim('claim, 10,000 due'),
        ),
        1.2,
      ),
    ].map(entry => ({ ...entry, limit: rounded(entry.limit) })),
    summaries: {
      ...Object.fromEntries(
        Object.entries(latencies).map(([name, samples]) => [
          `enqueue to start: ${name}`,
          summarize(samples),
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(claims).map(([name, samples]) => [
          name,
          summarize(samples),
        ]),
      ),
    },
  };
}

function spread(results) {
  const of = key => results.map(result => result[key]);
  return {
    jobsPerSecond: Math.round(median(of('jobsPerSecond'))),
    min: Math.round(Math.min(...of('jobsPerSecond'))),
    max: Math.round(Math.max(...of('jobsPerSecond'))),
    nodeCpu: rounded(median(of('nodeCpu'))),
    postgresCpu: rounded(median(of('postgresCpu'))),
  };
}

async function versionOf(name) {
  const file = path.join(repoRoot, 'node_modules', name, 'package.json');
  return JSON.parse(await fs.readFile(file, 'utf8')).version;
}

/** As graphile-worker advises; all have the same. */
function poolFor(slots) {
  return Math.max(10, slots + 2);
}

function shuffled(list) {
  return list
    .map(value => ({ value, order: Math.random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ value }) => value);
}
