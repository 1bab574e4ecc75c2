import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Knex } from 'knex';

/** A worker in a process of its own, whose jobs bring it down, block it, or hold it. */
export class FaultyWorker {
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#process = child;
  }

  /** @param knex - of the database that it works on, which is in a file or on a server. */
  static start(knex: Knex, fault: 'kill' | 'block' | 'hold'): FaultyWorker {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const { client, connection } = knex.client.config;
    // Knex hides the password from whoever copies the settings.
    const settings = { ...connection, password: connection.password };
    return new FaultyWorker(
      spawn(
        process.execPath,
        [
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
          join(__dirname, 'runFaultyWorker.ts'),
          JSON.stringify({ client, connection: settings, fault }),
        ],
        { stdio: ['ignore', 'inherit', 'inherit'], env },
      ),
    );
  }

  /** Stops it where it is. */
  pause(): void {
    this.#process.kill('SIGSTOP');
  }

  resume(): void {
    this.#process.kill('SIGCONT');
  }

  /** @returns the signal that ended it. */
  async ended(): Promise<NodeJS.Signals | null> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) {
      await once(this.#process, 'close');
    }
    return this.#process.signalCode;
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.ended();
  }
}
