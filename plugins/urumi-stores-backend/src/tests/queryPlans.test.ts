import { Knex } from 'knex';
import {
  addFinishedJobs,
  analyze,
  fillStores,
  freezeStatistics,
} from '../__testUtils__/manyRows';
import { countRowsRead, plansOf } from '../__testUtils__/queryPlans';
import { databases, migratedDatabase } from '../__testUtils__/testDatabase';
import { listJobs } from '../database/operations/jobs';
import {
  claim,
  engineStatements,
} from '../__testUtils__/statements/engineStatements';
import { readStatements } from '../__testUtils__/statements/readStatements';
import {
  createSubject,
  Statement,
  Subject,
} from '../__testUtils__/statements/Statement';

jest.setTimeout(240_000);

/** Never read as a whole. */
const TABLES = ['provisioning_jobs', 'store_events', 'job_steps'];

/** What is wrong with the plans of a statement. */
async function findFaults(
  subject: Subject,
  { run, indexes, readsBacklog }: Statement,
): Promise<string[]> {
  const plans = await plansOf(subject.knex, () => run(subject));
  const faults = plans
    .filter(({ scanned }) =>
      [...TABLES, ...(readsBacklog ? [] : ['stores'])].some(name =>
        scanned.includes(name),
      ),
    )
    .map(({ sql, text }) => `A whole table is read by ${sql}: ${text}`);
  const used = plans.map(({ text }) => text).join('\n');
  return indexes.test(used)
    ? faults
    : [...faults, `No index ${indexes} is used: ${used}`];
}

const postgresIds = databases
  .eachSupportedId()
  .flat()
  .filter(id => id !== 'SQLITE_3');

if (databases.supports('SQLITE_3')) {
  describe('plans of SQLITE_3', () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await createSubject(await migratedDatabase('SQLITE_3'));
    });

    // Without ANALYZE, SQLite plans by the schema alone: few rows tell as much as many.
    it.each([...engineStatements, ...readStatements])(
      '$name',
      async statement => {
        expect(await findFaults(subject, statement)).toEqual([]);
      },
    );

    it('claims along the index of the owners, too', async () => {
      const plans = await plansOf(subject.knex, () => claim(subject));
      expect(plans.flatMap(({ indexes }) => indexes)).toEqual(
        expect.arrayContaining([
          'provisioning_jobs_ready_idx',
          'provisioning_jobs_queued_owner_idx',
        ]),
      );
    });

    it('reads the newest jobs in the order of their index', async () => {
      const [plan] = await plansOf(subject.knex, () =>
        listJobs(subject.knex, { visible: () => {} }, 51),
      );
      expect(plan).toMatchObject({ sorts: false });
    });
  });
}

for (const id of postgresIds) {
  describe(`plans of ${id}`, () => {
    let knex: Knex;
    let subject: Subject;
    beforeAll(async () => {
      knex = await migratedDatabase(id);
      await freezeStatistics(knex);
      await fillStores(knex);
      subject = await createSubject(knex);
    });

    describe.each([
      ['10,000 due jobs, statistics of empty tables', async () => {}],
      ['10,000 due jobs, fresh statistics', () => analyze(knex)],
      ['and 100,000 ended jobs, stale statistics', () => addFinishedJobs(knex)],
      ['and 100,000 ended jobs, fresh statistics', () => analyze(knex)],
    ])('%s', (state, prepare) => {
      beforeAll(prepare);

      it.each(engineStatements)('$name', async statement => {
        expect(await findFaults(subject, statement)).toEqual([]);
      });

      it('claims without reading what waits behind', async () => {
        const rows = await countRowsRead(
          knex,
          () => claim(subject),
          'provisioning_jobs',
        );
        expect(rows).toBeGreaterThan(0);
        expect(rows).toBeLessThan(1_000);
      });

      const read = readStatements.filter(
        ({ readsBacklog }) => !readsBacklog || state.includes('fresh'),
      );
      if (state.includes('ended')) {
        it.each(read)('$name', async statement => {
          expect(await findFaults(subject, statement)).toEqual([]);
        });
      }
    });
  });
}
