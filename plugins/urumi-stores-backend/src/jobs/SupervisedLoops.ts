import { LoggerService } from '@backstage/backend-plugin-api';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from './backoff';

/** How a loop is doing. */
export interface LoopState {
  name: string;
  /** Milliseconds since its last round ended well, or since its start. */
  ageMs: number;
  /** Rounds that have failed since the last one that ended well. */
  failures: number;
  /** Whether it has been silent for longer than it may be. */
  isLate: boolean;
}

interface Loop {
  name: string;
  longestSilenceMs: number;
  /** On the monotonic clock. */
  endedWellAt: number;
  failures: number;
}

// Short enough that a worker is back before its jobs are given to others after an outage.
const BACKOFF = { baseMs: 500, maxMs: 5_000 };

/** How much later than usual a loop may be before something is wrong with it. */
const PATIENCE_MS = 30_000;

/** Loops that go on whatever happens to one round of them, until they are stopped. */
export class SupervisedLoops {
  readonly #logger: LoggerService;
  readonly #onFailure: () => void;
  readonly #stopping = new AbortController();
  readonly #loops: Loop[] = [];
  readonly #running: Promise<void>[] = [];
  #failedAt = -Infinity;

  /** @param options - `onFailure` is told of each round that failed. */
  constructor(options: { logger: LoggerService; onFailure: () => void }) {
    this.#logger = options.logger;
    this.#onFailure = options.onFailure;
  }

  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  get states(): LoopState[] {
    return this.#loops.map(loop => {
      const ageMs = Math.round(performance.now() - loop.endedWellAt);
      const { name, failures, longestSilenceMs } = loop;
      return { name, ageMs, failures, isLate: ageMs > longestSilenceMs };
    });
  }

  /** Milliseconds since a round of any loop failed. */
  get sinceFailureMs(): number {
    return performance.now() - this.#failedAt;
  }

  /**
   * @param options - `roundMs`: how long a round usually takes at most, in milliseconds.
   */
  start(
    { name, roundMs }: { name: string; roundMs: number },
    round: () => Promise<void>,
  ): void {
    const loop = {
      name,
      longestSilenceMs: roundMs + PATIENCE_MS,
      endedWellAt: performance.now(),
      failures: 0,
    };
    this.#loops.push(loop);
    this.#running.push(this.#run(loop, round));
  }

  /** Lets a round wait; ends early when the loops are stopped. */
  async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping }).catch(
      () => undefined,
    );
  }

  /** Tells the loops to end after the round that they are in. */
  stop(): void {
    this.#stopping.abort();
  }

  async whenEnded(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  async #run(loop: Loop, round: () => Promise<void>) {
    while (!this.stopping.aborted) {
      try {
        await round();
        loop.failures = 0;
        loop.endedWellAt = performance.now();
      } catch (error) {
        loop.failures += 1;
        this.#failedAt = performance.now();
        this.#onFailure();
        this.#logger.error(
          `The worker's ${loop.name} loop failed, it goes on`,
          {
            error: String(error),
            failures: loop.failures,
          },
        );
        await this.pause(backoffMs(loop.failures, BACKOFF));
      }
    }
  }
}
