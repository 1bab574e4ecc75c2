import knexFactory, { Knex } from 'knex';
import {
  migratedDatabase,
  postgresId,
  seedStore,
  waitingForLocks,
} from '../../__testUtils__/testDatabase';
import { eventually } from '../../__testUtils__/TestStore';
import { JobRow } from '../rows';
import { runTransaction } from '../transaction';
import { claimJobs } from './claimJobs';
import { endLease } from './endLease';
import { holdLease } from './holdLeases';
import { updateStep } from './jobSteps';

jest.setTimeout(60_000);

/** Key of a lock. */
const CLOCK = 7;

if (postgresId) {
  const databaseId = postgresId;

  describe(`rows of claimed jobs on ${databaseId}`, () => {
    let knex: Knex;
    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    const claim = (workerId: string, of = knex) =>
      claimJobs(of, {
        workerId,
        limit: 1,
        leaseMs: 60_000,
        actions: ['PROVISION'],
      });
    const leaseOf = (job: JobRow) => ({
      jobId: job.id,
      storeId: job.store_id,
      fence: Number(job.fence),
    });

    it('come along with the claim, as they stand in the database', async () => {
      const { storeId } = await seedStore(knex, { steps: ['one', 'two'] });
      const [claimed] = await claim('worker');
      const held = await runTransaction(knex, trx =>
        holdLease(trx, leaseOf(claimed.job)),
      );
      expect(claimed.rows?.store).toMatchObject({
        id: storeId,
        status: 'QUEUED',
        hostname: held?.store.hostname,
      });
      expect(claimed.rows?.steps.map(({ name }) => name)).toEqual([
        'one',
        'two',
      ]);
      expect(claimed.rows?.version).toBe(held?.version);
      expect(claimed.rows?.job).toBe(claimed.job);
      expect(claimed.job).toMatchObject({ status: 'IN_PROGRESS', attempt: 1 });
    });

    it('do not come along when another worker had the job since the claim began', async () => {
      await seedStore(knex, { steps: ['one'] });
      // The clock of one worker stops, and with it its claim, which has seen the tables by then.
      await knex.raw('CREATE SCHEMA stopped');
      await knex.raw(`
        CREATE FUNCTION stopped.clock_timestamp() RETURNS timestamptz LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(${CLOCK});
          RETURN pg_catalog.clock_timestamp();
        END $$`);
      const { connection } = knex.client.config;
      const stopped = knexFactory({
        client: 'pg',
        connection: { ...connection, password: connection.password },
        searchPath: ['stopped', 'public', 'pg_catalog'],
      });
      try {
        const clock = await knex.transaction();
        await clock.raw(`SELECT pg_advisory_xact_lock(${CLOCK})`);
        const late = claim('late', stopped);
        await eventually(
          async () => (await waitingForLocks(knex)).length > 0,
          'the claim stands still',
        );
        const [{ job }] = await claim('early');
        await runTransaction(knex, async trx => {
          const change = { state: 'waiting', message: 'Later.' } as const;
          await updateStep(trx, job, 'one', change);
          await endLease(trx, leaseOf(job), {
            status: 'QUEUED',
            delayMs: 0,
            countAttempt: false,
          });
        });
        await clock.commit();

        expect(await late).toEqual([
          { job: expect.objectContaining({ id: job.id, locked_by: 'late' }) },
        ]);
      } finally {
        await stopped.destroy();
      }
    });
  });
}
