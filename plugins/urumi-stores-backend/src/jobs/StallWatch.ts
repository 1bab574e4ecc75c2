import { Worker } from 'node:worker_threads';
import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

/** What happened between two looks. */
export interface Lap {
  /** Milliseconds by which this look came later than it was to. */
  lateMs: number;
  /** Whether the process ran meanwhile: what stood still was its event loop alone. */
  processRan: boolean;
}

const TICK_MS = 50;

/** Runs beside the event loop and stops with the process. */
const COUNT = `
const { workerData } = require('node:worker_threads');
setInterval(() => Atomics.add(workerData.ticks, 0, 1), workerData.tickMs);
`;

/**
 * Tells apart why nothing was done for a while: because the event loop was blocked by what the
 * process does itself, or because the process as a whole did not run, as when it is stopped or
 * its machine stands still.
 */
export class StallWatch {
  readonly #everyMs: number;
  readonly #ticks = new Int32Array(new SharedArrayBuffer(4));
  readonly #thread: Worker;
  #seenTicks = 0;
  #seenAt = performance.now();

  /** @param options - `everyMs`: how long there is between two looks when nothing is in the way. */
  constructor(options: { everyMs: number; logger: LoggerService }) {
    this.#everyMs = options.everyMs;
    this.#thread = new Worker(COUNT, {
      eval: true,
      workerData: { ticks: this.#ticks, tickMs: TICK_MS },
      execArgv: [],
      env: {},
      resourceLimits: {
        maxOldGenerationSizeMb: 8,
        maxYoungGenerationSizeMb: 2,
      },
    });
    this.#thread.unref();
    this.#thread.on('error', error =>
      options.logger.warn(
        'The thread that watches the event loop has ended: until the next start every stall is taken for a stop of the process, which blames nobody',
        toError(error),
      ),
    );
  }

  /** What happened since the last look. */
  lap(): Lap {
    const now = performance.now();
    const ticks = Atomics.load(this.#ticks, 0);
    const ms = now - this.#seenAt;
    const ranMs = (ticks - this.#seenTicks) * TICK_MS;
    this.#seenAt = now;
    this.#seenTicks = ticks;
    // On a machine that has too much to do, the thread counts late, too.
    return { lateMs: ms - this.#everyMs, processRan: ranMs > ms / 3 };
  }

  async stop(): Promise<void> {
    await this.#thread.terminate();
  }
}
