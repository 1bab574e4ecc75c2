import fc from 'fast-check';
import { Knex } from 'knex';
import { claimJobRows } from '../../__testUtils__/claimJobRows';
import { floodQueue } from '../../__testUtils__/floodQueue';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../../__testUtils__/testDatabase';

jest.setTimeout(300_000);

interface ModelJob {
  owner: string;
  priority: number;
  state: keyof typeof STATES;
}

const PRIORITIES = [10, 20];
/** What keeps a job from being claimed; nothing, of one that is due. */
const STATES = {
  due: {},
  running: {
    status: 'IN_PROGRESS',
    locked_by: 'another worker',
    locked_at: 0,
    lease_expires_at: Number.MAX_SAFE_INTEGER,
  },
  'not due': { run_after: Number.MAX_SAFE_INTEGER },
  'of a newer form': { payload_schema: 2 },
  'of an unknown action': { action: 'PROBE' },
};

const team = (number: number) => `group:default/team-${number}`;

const jobs = fc.array(
  fc.record<ModelJob>({
    owner: fc.integer({ min: 0, max: 5 }).map(team),
    priority: fc.constantFrom(...PRIORITIES),
    state: fc.oneof(
      { weight: 6, arbitrary: fc.constant<'due'>('due') },
      { weight: 3, arbitrary: fc.constant<'running'>('running') },
      fc.constantFrom(...(Object.keys(STATES) as (keyof typeof STATES)[])),
    ),
  }),
  { minLength: 1, maxLength: 20 },
);

/** Which jobs, by their numbers, a claim takes: the rule of ADR 15 in plain words. */
function fairChoice(all: readonly ModelJob[], limit: number): number[] {
  const turns = new Map<string, number>();
  const nextTurn = (owner: string) => {
    const turn = (turns.get(owner) ?? 0) + 1;
    turns.set(owner, turn);
    return turn;
  };
  all
    .filter(({ state }) => state === 'running')
    .forEach(({ owner }) => nextTurn(owner));
  return all
    .map((job, number) => ({ ...job, number }))
    .filter(({ state }) => state === 'due')
    .sort(
      (one, other) =>
        one.priority - other.priority || one.number - other.number,
    )
    .map(({ owner, number }, place) => ({
      number,
      place,
      turn: nextTurn(owner),
    }))
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

    /** Stores the jobs, due in the order of their numbers; before them a flood of one owner, due at one moment. */
    async function store(
      flood: number,
      others: readonly ModelJob[],
    ): Promise<string[]> {
      await knex('job_steps').delete();
      await knex('provisioning_jobs').delete();
      await knex('stores').delete();
      const ids = flood > 0 ? await floodQueue(knex, team(0), flood) : [];
      await knex('provisioning_jobs').update({
        run_after: 0,
        priority: PRIORITIES[0],
      });
      for (const { owner, priority, state } of others) {
        const { jobId } = await seedStore(knex, { owner, priority });
        ids.push(jobId);
        await knex('provisioning_jobs')
          .where({ id: jobId })
          .update({ run_after: ids.length, ...STATES[state] });
      }
      return ids;
    }

    it('is fair, whoever has whatever queued and running', async () => {
      await fc.assert(
        fc.asyncProperty(
          // More than the head of the queue that a claim reads, or nothing.
          fc.constantFrom(0, 60),
          jobs,
          fc.integer({ min: 1, max: 8 }),
          async (flood, others, limit) => {
            const ids = await store(flood, others);
            const claimed = await claimJobRows(knex, {
              workerId: 'worker',
              limit,
              leaseMs: 60_000,
              actions: ['PROVISION', 'DELETE'],
              payloadSchema: 1,
            });
            const flooded: ModelJob[] = Array.from({ length: flood }, () => ({
              owner: team(0),
              priority: PRIORITIES[0],
              state: 'due',
            }));
            expect(new Set(claimed.map(({ id }) => ids.indexOf(id)))).toEqual(
              new Set(fairChoice([...flooded, ...others], limit)),
            );
          },
        ),
        { numRuns: 80 },
      );
    });
  },
);
