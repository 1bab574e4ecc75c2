import fc from 'fast-check';
import { Knex } from 'knex';
import { Invariants } from '../__testUtils__/jobMachine/invariants';
import { JobModel } from '../__testUtils__/jobMachine/JobModel';
import { JobSystem } from '../__testUtils__/jobMachine/JobSystem';
import { anyMove, STORES, World } from '../__testUtils__/jobMachine/moves';
import { databases, migratedDatabase } from '../__testUtils__/testDatabase';

jest.setTimeout(600_000);

/** Fewer on Postgres, where the same statements take longer; races between them have tests of their own. */
const RUNS = { SQLITE_3: 100, postgres: 40 };

/*
 * A failure prints its seed, path and replayPath. To see it again, and nothing else:
 * URUMI_PROPERTY='{"seed":1,"path":"2:0","replayPath":"AB:C"}'
 */
const { replayPath, ...replayed } = JSON.parse(
  process.env.URUMI_PROPERTY ?? '{}',
);
const seed: number = replayed.seed ?? Date.now() % 2 ** 31;

async function createWorld(
  knex: Knex,
): Promise<{ model: JobModel; real: World }> {
  for (const table of [
    'store_events',
    'job_steps',
    'provisioning_jobs',
    'stores',
  ]) {
    await knex(table).delete();
  }
  const model = new JobModel();
  const system = new JobSystem(knex);
  for (let store = 0; store < STORES; store++) {
    const maxAttempts = 2 + store;
    const id = await system.addStore(maxAttempts);
    model.addStore({ id, maxAttempts });
  }
  const invariants = new Invariants(knex);
  return { model, real: { system, invariants, unpromoted: new Set() } };
}

async function countSucceeded(knex: Knex): Promise<number> {
  const [row] = await knex('provisioning_jobs')
    .where({ status: 'SUCCEEDED' })
    .count({ count: '*' });
  return Number(row.count);
}

describe.each(databases.eachSupportedId())('jobs on %s', databaseId => {
  it(`are always as the model says, whatever happens in whatever order (seed ${seed})`, async () => {
    const knex = await migratedDatabase(databaseId);
    let succeeded = 0;
    const moves = fc.assert(
      fc.asyncProperty(
        fc.commands(anyMove, {
          maxCommands: 120,
          size: 'max',
          replayPath,
        }),
        async some => {
          const { model, real } = await createWorld(knex);
          await fc.asyncModelRun(() => ({ model, real }), some);
          succeeded += await countSucceeded(knex);
        },
      ),
      {
        numRuns: databaseId === 'SQLITE_3' ? RUNS.SQLITE_3 : RUNS.postgres,
        ...replayed,
        seed,
        // Before the test itself is: what was found until then is told.
        interruptAfterTimeLimit: 400_000,
        includeErrorInReport: true,
      },
    );
    await expect(moves).resolves.toBeUndefined();
    // The moves do not only begin with jobs.
    expect(succeeded).toBeGreaterThan(5);
  });
});
