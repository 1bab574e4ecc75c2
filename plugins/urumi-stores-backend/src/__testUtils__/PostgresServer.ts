import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface, Interface } from 'node:readline';

const SCRIPT = resolve(__dirname, '../../../../tools/postgres.mjs');

/** A PostgreSQL of a test's own, for what would disturb others. It ends with this process. */
export class PostgresServer {
  readonly connectionString: string;
  readonly #directory: string;
  readonly #process: ChildProcess;
  readonly #lines: Interface;

  private constructor(options: {
    connectionString: string;
    directory: string;
    process: ChildProcess;
    lines: Interface;
  }) {
    this.connectionString = options.connectionString;
    this.#directory = options.directory;
    this.#process = options.process;
    this.#lines = options.lines;
  }

  /** Resolves when it takes connections. */
  static async start(): Promise<PostgresServer> {
    const directory = await mkdtemp(join(tmpdir(), 'postgres-'));
    // The server runs as another user where this process is root.
    await chmod(directory, 0o755);
    const child = spawn(process.execPath, [SCRIPT, directory], {
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [connectionString] = await Promise.race([
      once(lines, 'line'),
      once(child, 'close').then(() => {
        throw new Error('PostgreSQL did not start');
      }),
    ]);
    return new PostgresServer({
      connectionString,
      directory,
      process: child,
      lines,
    });
  }

  /** Ends it as a crash does, and starts it again on the same port with the same data. */
  async restart(): Promise<void> {
    const restarted = once(this.#lines, 'line');
    this.#process.stdin?.write('restart\n');
    await restarted;
  }

  async stop(): Promise<void> {
    const closed = once(this.#process, 'close');
    this.#process.stdin?.end();
    await closed;
    await rm(this.#directory, { recursive: true, force: true });
  }
}
