import { ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { tempDirectory } from './tempDirectory';
import { freePorts } from './freePorts';
import { StoresApi } from './StoresApi';
import { testHelm, testKubeconfig } from './testEnvironment';
import { eventually } from './TestStore';

/** Lines of the log that a failure shows. */
const SHOWN_LINES = 40;

/** A backend with the real plugin in a process of its own, which can be killed and started again. */
export class BackendProcess {
  readonly api: StoresApi;
  readonly baseUrl: string;
  readonly authorization: string;
  readonly #directory: string;
  #process: ChildProcess | undefined;

  private constructor(options: {
    directory: string;
    port: string;
    token: string;
  }) {
    this.#directory = options.directory;
    const baseUrl = `http://127.0.0.1:${options.port}`;
    this.baseUrl = baseUrl;
    this.authorization = `Bearer ${options.token}`;
    this.api = new StoresApi({
      server: () => baseUrl,
      authorization: this.authorization,
    });
  }

  /**
   * @param options - `database`: the value of `backend.database`; `kubeconfig` and `helm`: paths,
   * by default those of the tests; `config`: merged into `urumiStores`.
   */
  static async create(options: {
    database: JsonObject;
    kubeconfig?: string;
    config?: JsonObject;
    helm?: string;
  }): Promise<BackendProcess> {
    const { kubeconfig = testKubeconfig(), helm = testHelm() } = options;
    const directory = tempDirectory('backend-process');
    const { PORT: port } = await freePorts(['PORT']);
    const token = randomUUID();
    await writeFile(
      join(directory, 'config.json'),
      JSON.stringify({
        backend: {
          baseUrl: `http://127.0.0.1:${port}`,
          listen: { host: '127.0.0.1', port: Number(port) },
          database: options.database,
          auth: {
            externalAccess: [
              { type: 'static', options: { token, subject: 'test' } },
            ],
          },
        },
        urumiStores: {
          helm: { binary: helm },
          clusters: [{ name: 'local', kubeconfig }],
          worker: {
            leaseDuration: { seconds: 3 },
            pollInterval: { milliseconds: 100 },
          },
          ...options.config,
        },
      }),
    );
    return new BackendProcess({ directory, port, token });
  }

  /**
   * Resolves when it is ready.
   *
   * @param options - `launches`: how often it is started when it ends before that, as Kubernetes
   * does when its database is away; by default once.
   */
  async start(options: { launches?: number } = {}): Promise<void> {
    let { launches = 1 } = options;
    const launch = async () => {
      launches--;
      await this.#launch();
    };
    await launch();
    await eventually(
      async () => {
        if (this.#hasEnded()) {
          if (launches === 0) {
            throw new Error('The backend ended');
          }
          await launch();
        }
        return this.api.call('get', '/readyz').then(
          ({ status }) => status === 200,
          () => false,
        );
      },
      'the backend is ready',
      180_000,
    ).catch(async error => {
      throw new Error(`${error.message}; its log ends:\n${await this.#tail()}`);
    });
  }

  async #launch() {
    const log = await open(join(this.#directory, 'log'), 'a');
    this.#process = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(__dirname, 'runBackend.ts'),
        '--config',
        join(this.#directory, 'config.json'),
      ],
      { stdio: ['pipe', log.fd, log.fd], env: childEnvironment() },
    );
    await log.close();
  }

  /** Ends it between two instructions, as a crash does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Stops it where it is, as a machine does whose memory is moved; connections stay open. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  /** Lets it go on after {@link BackendProcess.pause}. */
  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Ends it as an orderly shutdown does. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** All that it has written so far. */
  log(): Promise<string> {
    return readFile(join(this.#directory, 'log'), 'utf8');
  }

  #hasEnded() {
    const { exitCode = null, signalCode = null } = this.#process ?? {};
    return exitCode !== null || signalCode !== null;
  }

  async #tail() {
    const lines = (await this.log()).trimEnd().split('\n');
    return lines
      .filter(line => !line.includes('incomingRequest'))
      .slice(-SHOWN_LINES)
      .join('\n');
  }

  async #end(signal: NodeJS.Signals) {
    const child = this.#process;
    if (child && !this.#hasEnded()) {
      const closed = once(child, 'close');
      child.kill(signal);
      await closed;
    }
    this.#process = undefined;
  }
}

/** Without what is meant for the process of the tests. */
function childEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return { ...rest, NODE_ENV: 'development' };
}
