import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPostgres } from '../database/dialect';
import { JOBS_CHANNEL } from '../database/operations/notifyWorkers';
import { backoffMs } from './backoff';

/** How a worker learns of due jobs before it looks by itself. */
export interface WakeUpState {
  /** `process`: there is one process, and it is told directly. */
  channel: 'postgres' | 'process';
  /** Whether hints arrive. Without them, jobs are found by the poll. */
  listening: boolean;
}

/** The part of a connection of `pg` that is used here. */
interface PostgresConnection {
  query(sql: string): Promise<unknown>;
  on(event: 'notification' | 'end', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

const RECONNECT = { baseMs: 200, maxMs: 5_000 };

/**
 * Listens for hints that a job became due, on Postgres, by one connection outside the pool. On
 * SQLite it does nothing.
 *
 * @remarks
 * A connection that is dead without having ended is found by a question that stays without an
 * answer. After each new start the worker is told to look, as hints may have been missed.
 */
export class JobNotifications {
  readonly #knex: Knex;
  readonly #logger: LoggerService;
  readonly #keepAliveMs: number;
  readonly #stopping = new AbortController();
  #isListening = false;
  #running: Promise<void> | undefined;

  /** @param options - `keepAliveMs`: a connection that is silent for twice as long is given up. */
  constructor(options: {
    knex: Knex;
    logger: LoggerService;
    keepAliveMs?: number;
  }) {
    this.#knex = options.knex;
    this.#logger = options.logger;
    this.#keepAliveMs = options.keepAliveMs ?? 15_000;
  }

  get state(): WakeUpState {
    return isPostgres(this.#knex)
      ? { channel: 'postgres', listening: this.#isListening }
      : { channel: 'process', listening: true };
  }

  start(onHint: () => void): void {
    if (isPostgres(this.#knex)) {
      this.#running = this.#run(onHint);
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(onHint: () => void) {
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.#listen(() => {
          failures = 0;
          onHint();
        });
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        failures += 1;
        this.#logger.warn(
          'Due jobs are not announced at the moment, they are found by looking',
          { error: String(error), failures },
        );
        await pause(backoffMs(failures, RECONNECT), signal);
      }
    }
  }

  /** Resolves when it is stopped, rejects when the connection is no longer of use. */
  async #listen(onHint: () => void) {
    const { signal } = this.#stopping;
    const connection = await this.#connect();
    const ended = new AbortController();
    try {
      connection.on('error', error => ended.abort(error));
      connection.on('end', () =>
        ended.abort(new Error('The connection was ended')),
      );
      connection.on('notification', onHint);
      const wake = AbortSignal.any([signal, ended.signal]);
      await this.#inTime(connection.query(`LISTEN ${JOBS_CHANNEL}`));
      this.#isListening = true;
      onHint();
      while (!signal.aborted) {
        await pause(this.#keepAliveMs, wake);
        ended.signal.throwIfAborted();
        if (!signal.aborted) {
          await this.#inTime(connection.query('SELECT 1'));
        }
      }
    } finally {
      this.#isListening = false;
      this.#discard(connection);
    }
  }

  async #connect(): Promise<PostgresConnection> {
    const opening: Promise<PostgresConnection> =
      this.#knex.client.acquireRawConnection();
    try {
      return await this.#inTime(opening);
    } catch (error) {
      // It may still come, and is of no use then.
      opening.then(
        late => this.#discard(late),
        () => undefined,
      );
      throw error;
    }
  }

  #discard(connection: PostgresConnection) {
    // A dead connection may fail once more, when its socket is closed.
    connection.on('error', () => undefined);
    this.#knex.client.destroyRawConnection(connection).catch((error: Error) => {
      this.#logger.warn('A connection for announcements was not closed', {
        error: String(error),
      });
    });
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    const timer = new AbortController();
    const signal = AbortSignal.any([timer.signal, this.#stopping.signal]);
    const tooLate = sleep(this.#keepAliveMs, undefined, { signal }).then(() => {
      throw new Error(
        `The database did not answer for ${this.#keepAliveMs} ms`,
      );
    });
    try {
      return await Promise.race([answer, tooLate]);
    } finally {
      timer.abort();
    }
  }
}

async function pause(ms: number, signal: AbortSignal) {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
