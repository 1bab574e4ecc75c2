import { availableParallelism, totalmem } from 'node:os';

/** What one call of Helm takes of the memory, in bytes. */
const CALL_MEMORY = 80 * 1024 * 1024;
/** What happens within that many milliseconds counts as one sign of too much load. */
const SAME_SIGN_MS = 1_000;

/**
 * How many calls of Helm run at once. Fewer as soon as a cluster says that it has too much to do:
 * half of them each time, and then one more for each round of calls that went well.
 */
export class HelmSlots {
  readonly #most: number;
  readonly #waiting = new Set<() => void>();
  #limit: number;
  #running = 0;
  #lastThrottled = -Infinity;

  /** @param most - default: what cores and memory of this machine, or of its container, allow. */
  constructor(most = affordableCalls()) {
    this.#most = most;
    this.#limit = most;
  }

  /** How many calls may run at once now. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /**
   * Runs the work as soon as there is room for it, first come, first served.
   *
   * @throws The signal's reason when it aborts while the work still waits.
   */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#acquire(signal);
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#admit();
    }
  }

  /** A cluster has too much to do. */
  throttled(): void {
    const now = performance.now();
    if (now - this.#lastThrottled > SAME_SIGN_MS) {
      this.#lastThrottled = now;
      this.#limit = Math.max(1, this.limit / 2);
    }
  }

  /** A call went well. */
  succeeded(): void {
    this.#limit = Math.min(this.#most, this.#limit + 1 / this.limit);
    this.#admit();
  }

  async #acquire(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    let giveUp = () => {};
    try {
      await new Promise<void>((admitted, reject) => {
        giveUp = () => {
          this.#waiting.delete(admitted);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', giveUp);
        this.#waiting.add(admitted);
        this.#admit();
      });
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  #admit(): void {
    for (const admitted of this.#waiting) {
      if (this.#running >= this.limit) {
        return;
      }
      this.#waiting.delete(admitted);
      this.#running += 1;
      admitted();
    }
  }
}

/** Two calls a core, as far as the memory goes; at least one. */
function affordableCalls(): number {
  // 0 or an enormous number where nothing constrains the process.
  const constrained = process.constrainedMemory() || Infinity;
  const memory = Math.min(constrained, totalmem());
  return Math.max(
    1,
    Math.min(2 * availableParallelism(), Math.floor(memory / CALL_MEMORY)),
  );
}
