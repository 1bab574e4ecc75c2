import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/testDatabase';
import { digestChart } from '../helm/digestChart';
import { ChartLibrary } from './ChartLibrary';

jest.setTimeout(60_000);

const fixture = join(__dirname, '../helm/__fixtures__/tiny-shop');

describe.each(databases.eachSupportedId())('ChartLibrary on %s', databaseId => {
  let knex: Knex;
  let directory: string;
  let chart: string;
  let library: ChartLibrary;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    directory = await mkdtemp(join(tmpdir(), 'charts-test-'));
    chart = join(directory, 'chart');
    await cp(fixture, chart, { recursive: true });
    library = new ChartLibrary({ knex, tempDirectory: directory });
  });

  afterEach(() => rm(directory, { recursive: true }));

  it('gives a chart back, byte for byte, after the platform has another one, also to another replica', async () => {
    const digest = await library.keep(chart);
    expect(await library.keep(chart)).toBe(digest);
    await writeFile(join(chart, 'values.yaml'), 'replicas: 2\n');
    await library.keep(chart);

    const other = new ChartLibrary({ knex, tempDirectory: directory });
    const opened = await other.open({ digest, current: chart });
    expect(opened.directory).not.toBe(chart);
    expect(digestChart(opened.directory)).toBe(digest);
    await opened.close();
    expect(await readdir(directory)).toEqual(['chart']);
    expect(await knex('store_charts').pluck('version')).toHaveLength(2);
  });

  it('uses the chart that is there when it still is that one', async () => {
    const digest = await library.keep(chart);
    const opened = await library.open({ digest, current: chart });
    expect(opened.directory).toBe(chart);
    await opened.close();
    expect(digestChart(chart)).toBe(digest);
  });

  it('says which charts can be had, and refuses what was not kept or was changed', async () => {
    const digest = await library.keep(chart);
    expect(await library.which([digest, 'never'])).toEqual(new Set([digest]));
    await expect(
      library.open({ digest: 'never', current: chart }),
    ).rejects.toThrow(/digest never was not kept/);

    await writeFile(join(chart, 'values.yaml'), 'replicas: 2\n');
    const other = await library.keep(chart);
    const { files } = await knex('store_charts')
      .where({ digest: other })
      .first('files');
    await knex('store_charts').where({ digest }).update({ files });
    await writeFile(join(chart, 'values.yaml'), 'replicas: 3\n');
    await expect(library.open({ digest, current: chart })).rejects.toThrow(
      /is not the same any more/,
    );
    expect(await readdir(directory)).toEqual(['chart']);
  });
});
