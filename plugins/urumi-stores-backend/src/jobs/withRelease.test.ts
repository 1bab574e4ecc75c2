import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { ChartLibrary } from '../charts/ChartLibrary';
import { findStore } from '../database/operations/findStore';
import { findJob } from '../database/operations/jobs';
import { digestChart } from '../helm/digestChart';
import { StepEnvironment, StoreTools } from './StoreTools';
import { withRelease } from './withRelease';

jest.setTimeout(60_000);

const fixture = join(__dirname, '../helm/__fixtures__/tiny-shop');

describe.each(databases.eachSupportedId())('withRelease on %s', databaseId => {
  let knex: Knex;
  let directory: string;
  let chart: string;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    directory = await mkdtemp(join(tmpdir(), 'release-test-'));
    chart = join(directory, 'chart');
  });
  afterEach(() => rm(directory, { recursive: true }));

  /** The digest of the chart that a job works with. */
  async function release() {
    const { storeId, jobId } = await seedStore(knex);
    const store = await findStore(knex, storeId);
    const job = await findJob(knex, jobId);
    if (!store || !job) {
      throw new Error('There is no such store');
    }
    const charts = new ChartLibrary({ knex, tempDirectory: directory });
    return withRelease(
      { charts } as StepEnvironment,
      {
        store,
        job,
        tools: {
          chartDirectory: chart,
          images: {},
          engine: { values: () => ({}) },
          cluster: { config: {} },
        } as unknown as StoreTools,
      },
      async ({ chartDigest }) => chartDigest,
    );
  }

  it('fails before anything is touched, for the operator, while the chart cannot be read', async () => {
    const unavailable = {
      classification: {
        code: 'ChartUnavailable',
        errorClass: 'operator_fixable',
        infrastructure: false,
      },
    };
    await expect(release()).rejects.toMatchObject(unavailable);
    // There is something, and it is no chart.
    await writeFile(chart, 'moved');
    await expect(release()).rejects.toMatchObject(unavailable);
    await rm(chart);
    await cp(fixture, chart, { recursive: true });
    expect(await release()).toBe(digestChart(chart));
  });
});
