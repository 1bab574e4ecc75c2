import { setTimeout as sleep } from 'node:timers/promises';
import { stringifyError } from '@backstage/errors';

const PROBE_INTERVAL_MS = 2_000;
const RETRY_INTERVAL_MS = 1_000;
/** A cluster is unreachable when requests have failed for this long. */
const TOLERANCE_MS = 3_000;

/** Whether a cluster answers, from all that is heard of it and from a cheap request when it is quiet. */
export class Reachability {
  readonly #probe: (signal: AbortSignal) => Promise<unknown>;
  readonly #onChange: (before: Date) => void;
  #reachable = false;
  #since = new Date();
  #message: string | undefined = 'The cluster has not answered yet';
  #lastHeard = -Infinity;

  constructor(options: {
    probe: (signal: AbortSignal) => Promise<unknown>;
    /**
     * Called when the cluster starts or stops to be reachable, with the time since when it was as
     * it had been.
     */
    onChange: (before: Date) => void;
  }) {
    this.#probe = options.probe;
    this.#onChange = options.onChange;
  }

  get reachable(): boolean {
    return this.#reachable;
  }

  /** Since when it is, or is not, reachable. */
  get since(): Date {
    return this.#since;
  }

  /** Why it is not reachable. */
  get message(): string | undefined {
    return this.#message;
  }

  /** The cluster has answered something. */
  heard(): void {
    this.#lastHeard = performance.now();
    this.#set(true, undefined);
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const quietMs = performance.now() - this.#lastHeard;
      let pauseMs = PROBE_INTERVAL_MS;
      if (quietMs >= PROBE_INTERVAL_MS) {
        try {
          await this.#probe(signal);
          this.heard();
        } catch (error) {
          if (performance.now() - this.#lastHeard > TOLERANCE_MS) {
            this.#set(
              false,
              error instanceof Error ? error.message : stringifyError(error),
            );
          }
          pauseMs = RETRY_INTERVAL_MS;
        }
      }
      // The signal ends the pause and then the loop.
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #set(reachable: boolean, message: string | undefined): void {
    this.#message = message;
    if (this.#reachable !== reachable) {
      this.#reachable = reachable;
      const before = this.#since;
      this.#since = new Date();
      this.#onChange(before);
    }
  }
}
