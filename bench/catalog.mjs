// What stores cost the catalog, on SQLite and on PostgreSQL with fsync: the first full mutation, a full one that changes
// nothing, and one store that changes, comes or goes until the catalog shows it. STORES says how many there are.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../tools/lib/ports.mjs';
import { Problem } from '../tools/lib/problem.mjs';
import { note } from '../tools/lib/phases.mjs';
import { startPostgres } from '../tools/lib/postgres.mjs';
import { rounded, summarize } from './lib/statistics.mjs';

const stores = Number(process.env.STORES ?? 10_000);
/** For 10,000 stores, in milliseconds: what others have measured of the catalog alone, and some room. */
const limits = {
  SQLite: { first: 4_000, unchanged: 300, delta: 20 },
  PostgreSQL: { first: 15_000, unchanged: 1_000, delta: 30 },
};
/** What the product promises. */
const visibleMs = 3_000;

export async function measure({ folder, work, signal }) {
  const directory = path.join(work, 'catalog');
  const postgresFolder = path.join(directory, 'postgres');
  const sqliteFolder = path.join(directory, 'sqlite');
  for (const each of [postgresFolder, sqliteFolder]) {
    await fs.mkdir(each, { recursive: true, mode: 0o755 });
  }
  const postgres = await startPostgres({
    directory: postgresFolder,
    durable: true,
    signal,
  });
  try {
    const databases = {
      SQLite: {
        client: 'better-sqlite3',
        connection: { directory: sqliteFolder },
      },
      PostgreSQL: { client: 'pg', connection: postgres.connectionString },
    };
    const results = {};
    for (const [name, database] of Object.entries(databases)) {
      note(`the catalog on ${name}, ${stores} stores`);
      results[name] = await runCatalog({ folder, database, signal });
    }
    return conclude(results);
  } finally {
    await postgres.stop();
  }
}

async function runCatalog({ folder, database, signal }) {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const child = fork(
    fileURLToPath(new URL('./lib/catalogProcess.mjs', import.meta.url)),
    [
      JSON.stringify({
        folder,
        stores,
        config: {
          app: { baseUrl },
          backend: { baseUrl, listen: { host: '127.0.0.1', port }, database },
          events: { useEventBus: 'never' },
          // As app-config.yaml has it.
          catalog: {
            processingInterval: { minutes: 30 },
            stitchingStrategy: { pollingInterval: { milliseconds: 200 } },
          },
        },
      }),
    ],
    { signal },
  );
  const exited = once(child, 'exit');
  const [answer] = await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Problem(`The catalog ended with code ${code}`);
    }),
  ]);
  await exited;
  return answer;
}

function conclude(results) {
  const mutationsOf = samples => samples.map(({ mutation }) => mutation);
  const visibleOf = samples => samples.map(({ visible }) => visible);
  const goals = [];
  const summaries = {};
  const untilAllVisible = {};
  for (const [name, result] of Object.entries(results)) {
    const { first, unchanged, changed, added, removed } = result;
    const summary = (what, samples) => {
      const made = summarize([samples]);
      summaries[`${name}: ${what}`] = made;
      return made;
    };
    summary('first full mutation', [first]);
    const again = summary('full mutation, nothing changed', unchanged);
    const delta = summary('mutation of one change', mutationsOf(changed));
    summary('mutation of one new store', mutationsOf(added));
    summary('mutation of one that is gone', mutationsOf(removed));
    const visible = summary('one change until visible', visibleOf(changed));
    const seen = summary('one new store until visible', visibleOf(added));
    summary('one that is gone until invisible', visibleOf(removed));
    const goal = (what, limit, measured) =>
      goals.push({
        goal: `${name}: ${what}`,
        unit: 'ms',
        limit,
        measured: rounded(measured),
      });
    goal(`first full mutation of ${stores} stores`, limits[name].first, first);
    goal(
      'full mutation, nothing changed, median',
      limits[name].unchanged,
      again.p50,
    );
    goal('mutation of one change, median', limits[name].delta, delta.p50);
    goal('one change until visible, slowest', visibleMs, visible.max);
    goal('one new store until visible, slowest', visibleMs, seen.max);
    untilAllVisible[name] = {
      seconds: rounded(result.allVisible / 1_000),
      processorSeconds: rounded(result.cpuUntilAllVisible / 1_000),
      mebibytesAtMost: rounded(result.largestMemory / 2 ** 20),
    };
  }
  console.table(untilAllVisible);
  return {
    versions: { database: 'SQLite, and PostgreSQL 18 with fsync' },
    goals,
    stores,
    mutationLimitsAreForStores: 10_000,
    untilAllVisible,
    summaries,
  };
}
