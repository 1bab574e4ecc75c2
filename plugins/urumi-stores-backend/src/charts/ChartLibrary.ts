import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { InputError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  findChartFiles,
  keepChart,
  keptCharts,
} from '../database/operations/storeCharts';
import { chartFiles, digestChart } from '../helm/digestChart';
import { describeChart } from '../helm/describeChart';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/**
 * Every chart that a release was made with, by its digest. What a store runs can so be made again,
 * by every replica, also after the platform has a newer chart.
 */
export class ChartLibrary {
  readonly #knex: Knex;
  readonly #tempDirectory: string;
  readonly #kept = new Set<string>();

  /** @param options - `tempDirectory`: where charts lie unpacked while they are used. */
  constructor(options: { knex: Knex; tempDirectory: string }) {
    this.#knex = options.knex;
    this.#tempDirectory = options.tempDirectory;
  }

  /**
   * Keeps a chart as it is now.
   *
   * @returns its digest.
   * @throws InputError when the directory holds no chart.
   */
  async keep(directory: string): Promise<string> {
    const digest = readDigest(directory);
    if (!this.#kept.has(digest)) {
      const { name, version } = await describeChart(directory);
      const files = await pack(directory);
      await keepChart(this.#knex, { digest, name, version, files });
      this.#kept.add(digest);
    }
    return digest;
  }

  /** Which of these charts can be had. */
  async which(
    digests: readonly string[],
    knex = this.#knex,
  ): Promise<ReadonlySet<string>> {
    return keptCharts(knex, digests);
  }

  /**
   * Lays out the chart of a digest. Whoever opens it closes it.
   *
   * @param options - `current`: the directory in which it may still be.
   *
   * @throws NotFoundError when nobody has kept it.
   */
  async open(options: {
    digest: string;
    current: string;
  }): Promise<{ directory: string; close: () => Promise<void> }> {
    const { digest, current } = options;
    if (digestChart(current) === digest) {
      return { directory: current, close: async () => {} };
    }
    const files = await findChartFiles(this.#knex, digest);
    if (files === undefined) {
      throw new NotFoundError(
        `The chart with the digest ${digest} was not kept`,
      );
    }
    const directory = await mkdtemp(join(this.#tempDirectory, 'chart-'));
    const close = () => rm(directory, { recursive: true, force: true });
    try {
      await unpack(files, directory);
      if (digestChart(directory) !== digest) {
        throw new NotFoundError(
          `The chart that was kept with the digest ${digest} is not the same any more`,
        );
      }
      return { directory, close };
    } catch (error) {
      await close();
      throw error;
    }
  }
}

function readDigest(directory: string): string {
  try {
    return digestChart(directory);
  } catch (error) {
    throw new InputError(`The chart in '${directory}' cannot be read`, error);
  }
}

async function pack(directory: string): Promise<string> {
  const contents: Record<string, string> = {};
  for (const file of chartFiles(directory)) {
    contents[file] = await readFile(join(directory, file), 'base64');
  }
  return (await compress(JSON.stringify(contents))).toString('base64');
}

async function unpack(files: string, directory: string): Promise<void> {
  const text = await decompress(Buffer.from(files, 'base64'));
  const contents = JSON.parse(text.toString()) as Record<string, string>;
  for (const [file, content] of Object.entries(contents)) {
    const path = join(directory, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, Buffer.from(content, 'base64'), { mode: 0o600 });
  }
}
