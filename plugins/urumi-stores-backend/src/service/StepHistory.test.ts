import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { StepHistory } from './StepHistory';

jest.setTimeout(60_000);

/** The facts of the clusters are all that the history asks for. */
function clusters(simulated: Record<string, boolean>) {
  const list = () =>
    Object.entries(simulated).map(([name, simulatedNodes]) => ({
      config: { name },
      facts: () => ({ simulatedNodes }),
    }));
  return { list } as unknown as ClusterRegistry;
}

describe.each(databases.eachSupportedId())('StepHistory on %s', databaseId => {
  let knex: Knex;
  let history: StepHistory;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    history = new StepHistory({
      knex,
      clusters: clusters({ local: true, west: false, east: false }),
      logger: mockServices.logger.mock(),
    });
  });

  afterEach(() => knex.destroy());

  async function finishedStore(
    durationMs: number,
    options: { cluster?: string; status?: string; state?: string } = {},
  ) {
    const { storeId, jobId } = await seedStore(knex, { steps: ['release'] });
    const { cluster = 'west', status = 'SUCCEEDED', state = 'done' } = options;
    await knex('stores').where({ id: storeId }).update({ cluster });
    await knex('provisioning_jobs')
      .where({ id: jobId })
      .update({ status, completed_at: 1_000 });
    await knex('job_steps')
      .where({ job_id: jobId })
      .update({ state, started_at: 5_000, finished_at: 5_000 + durationMs });
  }

  const usual = (cluster: string, engine = 'woocommerce') =>
    history.usualMs({ engine, cluster, action: 'PROVISION', name: 'release' });

  it('knows the median of steps that went well, for one kind of cluster', async () => {
    for (const durationMs of [9_000, 1_000, 2_000]) {
      await finishedStore(durationMs);
    }
    await finishedStore(3_000, { cluster: 'east' });
    await finishedStore(4_000, { cluster: 'east' });
    await finishedStore(60_000, { status: 'FAILED' });
    await finishedStore(60_000, { state: 'skipped' });
    await finishedStore(10, { cluster: 'local' });

    await history.refresh();
    expect(usual('west')).toBe(3_000);
    expect(usual('east')).toBe(3_000);
    // Too few of them to say anything, or none at all.
    expect(usual('local')).toBeUndefined();
    expect(usual('west', 'medusa')).toBeUndefined();
  });

  it('knows nothing at first, and reads in the background when it is asked', async () => {
    for (const durationMs of [1_000, 2_000, 3_000]) {
      await finishedStore(durationMs);
    }
    const read = jest.spyOn(history, 'refresh');
    expect(usual('west')).toBeUndefined();
    await read.mock.results[0].value;
    expect(usual('west')).toBe(2_000);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('is only late when the database is away', async () => {
    jest
      .spyOn(history, 'refresh')
      .mockRejectedValue(new Error('The database is away'));
    expect(usual('west')).toBeUndefined();
  });
});
