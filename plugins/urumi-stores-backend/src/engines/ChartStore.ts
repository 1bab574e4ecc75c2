import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { HelmConfig } from '../config';
import { makePrivateDirectory } from '../helm/callFiles';
import { digestChart } from '../helm/digestChart';
import { HelmCli } from '../helm/HelmCli';
import { OciChart, parseOciChart } from './chartLocation';

const RECORD = 'chart.json';
/** More than one, as another process may just be replacing a chart that was changed. */
const MAX_TRIES = 3;

/** What a folder of the cache is known by. */
interface CacheRecord {
  /** Name of the folder with the chart in it. */
  directory: string;
  /** Of all files of the chart; see {@link digestChart}. */
  digest: string;
}

/**
 * Finds charts on this machine, and gets those that are in a registry.
 *
 * @remarks
 * What was got once is used again without asking the registry, as the digest says what it is. It
 * is looked over before: a chart whose files have changed since is got anew.
 */
export class ChartStore {
  readonly #helm: Pick<HelmCli, 'pull'>;
  readonly #config: Pick<
    HelmConfig,
    'registryConfig' | 'plainHttp' | 'chartCache'
  >;
  readonly #logger: LoggerService;

  constructor(options: {
    helm: Pick<HelmCli, 'pull'>;
    config: Pick<HelmConfig, 'registryConfig' | 'plainHttp' | 'chartCache'>;
    logger: LoggerService;
  }) {
    this.#helm = options.helm;
    this.#config = options.config;
    this.#logger = options.logger;
  }

  /**
   * The folder of a chart.
   *
   * @param location - a folder, or a chart in a registry by its digest.
   * @throws InputError when the registry does not have it, or cannot be asked.
   */
  async directoryOf(location: string): Promise<string> {
    const oci = parseOciChart(location);
    if (!oci) {
      return resolve(location);
    }
    const cache = await this.#cacheDirectory();
    const [, hex] = oci.digest.split(':');
    const folder = join(cache, hex);
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const intact = await findIntact(folder);
      if (intact) {
        return intact;
      }
      this.#logger.info(`Getting the chart ${location}`);
      await this.#fill(folder, oci);
    }
    throw new InputError(`The chart ${location} cannot be kept in '${cache}'`);
  }

  /** Other processes may do the same at the same time: who is late leaves what is there. */
  async #fill(folder: string, { repository, digest }: OciChart): Promise<void> {
    const fresh = await mkdtemp(join(dirname(folder), 'pull-'));
    try {
      await this.#pull(`oci://${repository}@${digest}`, {
        digest,
        destination: fresh,
      });
      if (!(await findIntact(folder))) {
        await rm(folder, { recursive: true, force: true });
        await rename(fresh, folder).catch(error =>
          this.#logger.debug(`Another process has made '${folder}': ${error}`),
        );
      }
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }

  async #pull(
    reference: string,
    options: { digest: string; destination: string },
  ): Promise<void> {
    const { digest, destination } = options;
    const { exitCode, stdout, stderr } = await this.#helm.pull({
      reference,
      destination,
      registryConfig: this.#config.registryConfig,
      plainHttp: this.#config.plainHttp,
    });
    const got = /^Digest:\s*(\S+)/m.exec(`${stdout}\n${stderr}`)?.[1];
    if (exitCode !== 0 || got !== digest) {
      throw new InputError(
        `The chart ${reference} cannot be got${
          exitCode === 0 ? `: the registry gave ${got}` : ''
        }: ${stderr.trim() || 'Helm gave no reason'}`,
      );
    }
    const directory = await findChart(destination);
    if (directory === undefined) {
      throw new InputError(`What is at ${reference} is not a chart`);
    }
    const record: CacheRecord = {
      directory,
      digest: digestChart(join(destination, directory)),
    };
    await writeFile(join(destination, RECORD), JSON.stringify(record));
  }

  async #cacheDirectory(): Promise<string> {
    const configured = this.#config.chartCache;
    if (configured !== undefined) {
      await mkdir(configured, { recursive: true });
      return resolve(configured);
    }
    const directory = join(
      tmpdir(),
      `urumi-stores-charts-${process.getuid?.() ?? 'backend'}`,
    );
    await makePrivateDirectory(directory);
    return directory;
  }
}

/** The chart in a folder of the cache, if it is there and as it was got. */
async function findIntact(folder: string): Promise<string | undefined> {
  try {
    const record: CacheRecord = JSON.parse(
      await readFile(join(folder, RECORD), 'utf8'),
    );
    const directory = join(folder, record.directory);
    return digestChart(directory) === record.digest ? directory : undefined;
  } catch {
    return undefined;
  }
}

/** Helm leaves a folder that is named like the archive beside that of the chart. */
async function findChart(folder: string): Promise<string | undefined> {
  const found = await readdir(folder, { recursive: true });
  const charts = found.filter(path => /^[^/\\]+[/\\]Chart\.yaml$/.test(path));
  return charts.length === 1 ? charts[0].split(/[/\\]/)[0] : undefined;
}
