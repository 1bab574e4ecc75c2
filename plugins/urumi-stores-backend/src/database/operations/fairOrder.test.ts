import fc from 'fast-check';
import { Knex } from 'knex';
import { claimJobRows } from '../../__testUtils__/claimJobRows';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../../__testUtils__/testDatabase';

jest.setTimeout(300_000);

interface ModelJob {
  owner: string;
  priority: number;
  isRunning: boolean;
}

const job = fc.record({
  owner: fc.integer({ min: 0, max: 5 }).map(n => `group:default/team-${n}`),
  priority: fc.constantFrom(10, 20),
  isRunning: fc.boolean(),
});

const running = {
  status: 'IN_PROGRESS',
  locked_by: 'another worker',
  locked_at: 0,
  lease_expires_at: Number.MAX_SAFE_INTEGER,
};

/** Which of the due jobs, by their numbers, a claim takes: the rule of ADR 15 in plain words. */
function fairChoice(jobs: readonly ModelJob[], limit: number): number[] {
  const due = jobs
    .map((each, number) => ({ ...each, number }))
    .filter(({ isRunning }) => !isRunning)
    .sort(
      (one, other) =>
        one.priority - other.priority || one.number - other.number,
    );
  const turns = new Map<string, number>();
  for (const { owner, isRunning } of jobs) {
    turns.set(owner, (turns.get(owner) ?? 0) + (isRunning ? 1 : 0));
  }
  return due
    .map((each, place) => {
      const turn = (turns.get(each.owner) ?? 0) + 1;
      turns.set(each.owner, turn);
      return { number: each.number, turn, place };
    })
    .sort((one, other) => one.turn - other.turn || one.place - other.place)
    .slice(0, limit)
    .map(({ number }) => number);
}

describe.each(databases.eachSupportedId())(
  'the order of claims on %s',
  databaseId => {
    let knex: Knex;
    beforeAll(async () => {
      knex = await migratedDatabase(databaseId);
    });

    /** Stores the jobs, and makes them due in the order of their numbers. */
    async function store(jobs: readonly ModelJob[]): Promise<string[]> {
      await knex('job_steps').delete();
      await knex('provisioning_jobs').delete();
      await knex('stores').delete();
      const ids: string[] = [];
      for (const [number, { owner, priority, isRunning }] of jobs.entries()) {
        const { jobId } = await seedStore(knex, { owner, priority });
        await knex('provisioning_jobs')
          .where({ id: jobId })
          .update({
            run_after: number,
            ...(isRunning && running),
          });
        ids.push(jobId);
      }
      return ids;
    }

    it('is fair, whoever has whatever queued and running', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(job, { minLength: 1, maxLength: 20 }),
          fc.integer({ min: 1, max: 8 }),
          async (jobs, limit) => {
            const ids = await store(jobs);
            const claimed = await claimJobRows(knex, {
              workerId: 'worker',
              limit,
              leaseMs: 60_000,
              actions: ['PROVISION', 'DELETE'],
            });
            expect(claimed.map(({ id }) => ids.indexOf(id)).sort()).toEqual(
              fairChoice(jobs, limit).sort(),
            );
          },
        ),
        { numRuns: 60 },
      );
    });
  },
);
