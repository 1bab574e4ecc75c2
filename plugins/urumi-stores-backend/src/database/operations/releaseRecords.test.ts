import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { v7 as uuidv7 } from 'uuid';
import { findJobs } from './findJobs';
import { findReleaseOutput } from './findReleaseOutput';
import { releaseRecords } from './releaseRecords';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())(
  'records of releases on %s',
  databaseId => {
    let knex: Knex;
    beforeAll(async () => {
      knex = await migratedDatabase(databaseId);
    });

    /** An ended job whose release step has put out a revision. */
    async function addRelease(
      storeId: string,
      job: {
        action: string;
        revision: number;
        createdAt: number;
        finishedAt: number;
        state?: string;
      },
    ): Promise<string> {
      const { runnable: _, ...template } = await knex('provisioning_jobs')
        .where({ store_id: storeId })
        .first();
      const id = uuidv7();
      await knex('provisioning_jobs').insert({
        ...template,
        id,
        action: job.action,
        status: 'SUCCEEDED',
        created_at: job.createdAt,
        completed_at: job.finishedAt,
      });
      await knex('job_steps').insert({
        job_id: id,
        name: 'release',
        position: 0,
        state: job.state ?? 'done',
        attempt: 1,
        fence: 1,
        finished_at: job.finishedAt,
        output: JSON.stringify({ revision: job.revision }),
      });
      return id;
    }

    it('are in the order in which the releases were made, whatever was asked for first', async () => {
      const { storeId } = await seedStore(knex);
      const { storeId: other } = await seedStore(knex);
      const at = (createdAt: number, finishedAt: number) => ({
        createdAt,
        finishedAt,
      });
      const first = await addRelease(storeId, {
        action: 'PROVISION',
        revision: 1,
        ...at(1, 10),
      });
      // It was asked for before the upgrade, which has overtaken it.
      const reconcile = await addRelease(storeId, {
        action: 'RECONCILE',
        revision: 3,
        ...at(2, 30),
      });
      const upgrade = await addRelease(storeId, {
        action: 'UPGRADE',
        revision: 2,
        ...at(3, 20),
      });
      await addRelease(storeId, {
        action: 'ROLLBACK',
        revision: 4,
        state: 'failed',
        ...at(4, 40),
      });
      await addRelease(storeId, {
        action: 'DELETE',
        revision: 0,
        ...at(5, 50),
      });
      await addRelease(other, {
        action: 'PROVISION',
        revision: 9,
        ...at(6, 60),
      });

      const records = await releaseRecords(knex, storeId);
      expect(
        records.map(({ job, output, releasedAt }) => [
          job.id,
          output.revision,
          releasedAt,
        ]),
      ).toEqual([
        [reconcile, 3, 30],
        [upgrade, 2, 20],
        [first, 1, 10],
      ]);
      const firstPage = await releaseRecords(knex, storeId, { limit: 2 });
      expect(firstPage).toEqual(records.slice(0, 2));
      expect(
        await releaseRecords(knex, storeId, {
          limit: 2,
          after: { createdAt: firstPage[1].releasedAt, id: upgrade },
        }),
      ).toEqual(records.slice(2));
      expect(records[0].job).toMatchObject({
        action: 'RECONCILE',
        status: 'SUCCEEDED',
        actor: 'user:default/ada',
        payload: '{}',
      });
      expect(await findReleaseOutput(knex, storeId)).toEqual({ revision: 3 });
      expect(
        (await findJobs(knex, storeId, [upgrade, uuidv7()])).map(
          ({ id }) => id,
        ),
      ).toEqual([upgrade]);
      expect(await findJobs(knex, other, [upgrade])).toEqual([]);
    });
  },
);
