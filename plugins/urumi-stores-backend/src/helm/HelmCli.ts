import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { ClassifiedError, KubernetesObject } from '../kubernetes';
import { classifyHelmFailure } from './classifyHelmFailure';
import { StoresMetrics } from '../metrics';
import { DISCOVERY, prepareTempDirectory, writePrivate } from './callFiles';
import { helmEnvironment } from './helmEnvironment';
import { HelmSlots } from './HelmSlots';
import { parseManifest } from './parseManifest';
import { redact } from './redact';
import { ProcessResult, runProcess } from './runProcess';
import { traceHelm } from './traceHelm';

const OLDEST_VERSION = [4, 1];
const HISTORY = 5;
/** Seconds for each of Helm's own operations. */
const OPERATION_TIMEOUT = '60s';
/** Milliseconds of wall clock for one call of Helm. */
const CALL_TIMEOUT_MS = 120_000;
const THROTTLED = /too many requests/i;

export interface HelmReleaseOptions {
  release: string;
  namespace: string;
  /** Text of a kubeconfig with everything in it. */
  kubeconfig: string;
  signal?: AbortSignal;
}

export interface HelmUpgradeOptions extends HelmReleaseOptions {
  chartDirectory: string;
  /** The complete values: nothing is taken over from the revision before. */
  values: JsonObject;
  /** Labels of the release, not of its objects. */
  labels: Record<string, string>;
  description: string;
  /** Writes fields that another field manager owns too. Default false. */
  forceConflicts?: boolean;
}

/**
 * The Helm 4 program.
 *
 * @remarks
 * An exit code is never proof: Helm ends with 0 although its last write was lost, and with 1
 * although all was applied. Whoever calls this reads the release's Secrets afterwards.
 */
export class HelmCli {
  readonly #binary: string;
  readonly #logger: LoggerService;
  readonly #tempDirectory: string;
  readonly #discovery: string;
  readonly #metrics: Pick<StoresMetrics, 'helmCalled'>;
  readonly #slots = new HelmSlots();
  /** Starts the program so that it dies with this process. */
  #launcher: readonly string[] = [];
  #version = '';

  private constructor(options: {
    binary: string;
    logger: LoggerService;
    tempDirectory: string;
    metrics: Pick<StoresMetrics, 'helmCalled'>;
  }) {
    this.#binary = options.binary;
    this.#logger = options.logger;
    this.#tempDirectory = options.tempDirectory;
    this.#discovery = join(options.tempDirectory, DISCOVERY);
    this.#metrics = options.metrics;
  }

  /** @throws InputError when the program is missing or older than 4.1. */
  static async create(options: {
    /** Path of the program, or its name on the PATH. */
    binary: string;
    logger: LoggerService;
    /** Where the files of one call live while it runs, and what all calls know of API servers. Best on a memory file system. */
    tempDirectory: string;
    metrics: Pick<StoresMetrics, 'helmCalled'>;
  }): Promise<HelmCli> {
    const helm = new HelmCli(options);
    await prepareTempDirectory(options.tempDirectory, 2 * CALL_TIMEOUT_MS);
    await helm.#checkVersion();
    await helm.#findLauncher();
    return helm;
  }

  /** Version of the program, such as `v4.2.3`. */
  version(): string {
    return this.#version;
  }

  /** A cluster has too much to do: for a while fewer calls run at once. */
  slowDown(): void {
    this.#slots.throttled();
  }

  /** Installs the release, or upgrades it. Does not wait for anything to get ready. */
  async upgradeInstall(options: HelmUpgradeOptions): Promise<ProcessResult> {
    const { release, chartDirectory, labels, description } = options;
    const labelList = Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(',');
    return this.#run(options, options.values, files => [
      'upgrade',
      release,
      resolve(chartDirectory),
      '--install',
      '--namespace',
      options.namespace,
      '--values',
      files.values,
      '--reset-values',
      '--history-max',
      String(HISTORY),
      '--disable-openapi-validation',
      '--labels',
      labelList,
      '--description',
      description,
      '--timeout',
      OPERATION_TIMEOUT,
      ...(options.forceConflicts ? ['--force-conflicts'] : []),
    ]);
  }

  /** Removes the release and its history. */
  async uninstall(options: HelmReleaseOptions): Promise<ProcessResult> {
    return this.#run(options, undefined, () => [
      'uninstall',
      options.release,
      '--namespace',
      options.namespace,
      '--timeout',
      OPERATION_TIMEOUT,
      // Only so does Helm say why it could not delete an object.
      '--debug',
    ]);
  }

  /**
   * The objects that the chart makes, rendered without a cluster.
   *
   * @throws ClassifiedError when the chart cannot be rendered with the values.
   */
  async template(
    options: Pick<
      HelmUpgradeOptions,
      'release' | 'namespace' | 'chartDirectory' | 'values' | 'signal'
    >,
  ): Promise<KubernetesObject[]> {
    const { release, namespace, chartDirectory, values, signal } = options;
    const { exitCode, stdout, stderr } = await this.#run(
      { signal },
      values,
      files => [
        'template',
        release,
        resolve(chartDirectory),
        '--namespace',
        namespace,
        '--values',
        files.values,
      ],
    );
    if (exitCode !== 0) {
      throw new ClassifiedError(classifyHelmFailure(stderr));
    }
    return parseManifest(stdout);
  }

  /**
   * Unpacks a chart of a registry into a folder.
   *
   * @param options - `reference`: with the digest of the manifest, to which Helm holds what it
   * gets; `registryConfig`: path of a Docker configuration with the logins.
   * @returns what Helm says, the digest of what it has got included.
   */
  async pull(options: {
    reference: string;
    destination: string;
    registryConfig: string | undefined;
    plainHttp: boolean;
  }): Promise<ProcessResult> {
    const { reference, destination, registryConfig, plainHttp } = options;
    return this.#run({}, undefined, () => [
      'pull',
      reference,
      '--untar',
      '--untardir',
      resolve(destination),
      '--destination',
      resolve(destination),
      ...(registryConfig ? ['--registry-config', resolve(registryConfig)] : []),
      ...(plainHttp ? ['--plain-http'] : []),
    ]);
  }

  async #run(
    options: { kubeconfig?: string; signal?: AbortSignal },
    values: JsonObject | undefined,
    args: (files: { values: string }) => string[],
  ): Promise<ProcessResult> {
    // Some small files at once block for less than a millisecond: step by step between other work they took 15.
    const directory = mkdtempSync(join(this.#tempDirectory, 'helm-'));
    const files = {
      values: join(directory, 'values.json'),
      kubeconfig: join(directory, 'kubeconfig'),
    };
    try {
      // Without a kubeconfig Helm would silently talk to localhost:8080.
      writePrivate(files.kubeconfig, options.kubeconfig ?? '{}');
      if (values) {
        writePrivate(files.values, JSON.stringify(values));
      }
      return await this.#slots.run(
        () => this.#call(directory, args(files), options.signal),
        options.signal,
      );
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  async #call(
    directory: string,
    argv: string[],
    signal: AbortSignal | undefined,
  ): Promise<ProcessResult> {
    const startedAt = performance.now();
    const [program, ...launch] = [...this.#launcher, this.#binary];
    const result = await traceHelm(argv[0], {
      program,
      args: [...launch, ...argv],
      env: helmEnvironment(directory, this.#discovery),
      cwd: directory,
      timeoutMs: CALL_TIMEOUT_MS,
      signal,
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const outcome = result.exitCode === 0 ? 'succeeded' : 'failed';
    this.#metrics.helmCalled({ operation: argv[0], outcome, seconds });
    this.#logger.debug(`helm ${argv[0]} ${outcome}`, { seconds });
    if (outcome === 'succeeded') {
      this.#slots.succeeded();
    } else if (THROTTLED.test(result.stderr)) {
      this.#slots.throttled();
    }
    return { ...result, stderr: redact(result.stderr) };
  }

  async #checkVersion(): Promise<void> {
    const { exitCode, stdout, stderr } = await this.#run({}, undefined, () => [
      'version',
      '--template',
      '{{.Version}}',
    ]).catch((error: unknown) => {
      throw new InputError(`Helm cannot be run as '${this.#binary}'`, error);
    });
    this.#version = stdout.trim();
    const [major, minor] = this.#version
      .replace(/^v/, '')
      .split('.')
      .map(Number);
    const isNewEnough =
      major > OLDEST_VERSION[0] ||
      (major === OLDEST_VERSION[0] && minor >= OLDEST_VERSION[1]);
    if (exitCode !== 0 || !isNewEnough) {
      throw new InputError(
        `Helm at '${this.#binary}' is '${
          this.#version || stderr.trim()
        }', but 4.1 or newer is needed`,
      );
    }
  }

  /** On Linux a backend that is killed takes its Helm with it. */
  async #findLauncher(): Promise<void> {
    const launcher = ['setpriv', '--pdeathsig', 'KILL', '--'];
    const [program, ...args] = launcher;
    try {
      const { exitCode } = await runProcess({
        program,
        args: [...args, 'true'],
        env: helmEnvironment(this.#tempDirectory, this.#discovery),
        cwd: this.#tempDirectory,
        timeoutMs: 5_000,
      });
      this.#launcher = exitCode === 0 ? launcher : [];
    } catch (error) {
      this.#logger.debug(`Helm is started without setpriv: ${error}`);
    }
  }
}
