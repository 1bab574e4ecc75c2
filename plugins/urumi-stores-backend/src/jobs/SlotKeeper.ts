import { LOOP_STATEMENT_MS } from '../database/dialect';
import { ClaimedJob } from '../database/operations/claimedJob';
import { NewClaim } from '../database/operations/claimJobs';

/**
 * A slot that a worker keeps for a job which is about to be made. It ends with one of `start` and `giveBack`, or by itself when
 * a statement would have been given up.
 */
export interface KeptSlot {
  /** In whose name the job is to be made. */
  readonly claim: NewClaim;
  /** Begins the job, which is committed. After the end of the slot it is handed back to the queue. */
  start(job: ClaimedJob): void;
  /** @param options - `mayBeMade`: nobody knows whether the job was committed. One that was is handed back to the queue. */
  giveBack(options: { mayBeMade: boolean }): void;
}

/** The slots of a worker that are kept for jobs which are being made at the moment. */
export class SlotKeeper {
  readonly #claim: NewClaim;
  readonly #start: (job: ClaimedJob, asked: number) => void;
  readonly #givenBack: (options: { mayBeMade: boolean }) => void;
  /** By the ids of the jobs. */
  readonly #kept = new Map<
    string,
    { gone: Promise<void>; resolve: () => void; timer: NodeJS.Timeout }
  >();

  /** @param options - `start`: `asked` is a moment on the monotonic clock from before the job was made. */
  constructor(options: {
    claim: NewClaim;
    start: (job: ClaimedJob, asked: number) => void;
    givenBack: (options: { mayBeMade: boolean }) => void;
  }) {
    this.#claim = options.claim;
    this.#start = options.start;
    this.#givenBack = options.givenBack;
  }

  /** Ids of the jobs for which slots are kept. */
  get jobIds(): string[] {
    return [...this.#kept.keys()];
  }

  keep(jobId: string): KeptSlot {
    const asked = performance.now();
    const giveBack = (options: { mayBeMade: boolean }) => {
      this.#end(jobId);
      this.#givenBack(options);
    };
    let resolve = () => {};
    const gone = new Promise<void>(done => {
      resolve = done;
    });
    const timer = setTimeout(
      () => giveBack({ mayBeMade: true }),
      LOOP_STATEMENT_MS,
    );
    this.#kept.set(jobId, { gone, resolve, timer });
    return {
      claim: this.#claim,
      start: job => {
        if (this.#kept.has(jobId)) {
          this.#end(jobId);
          this.#start(job, asked);
        } else {
          this.#givenBack({ mayBeMade: true });
        }
      },
      giveBack,
    };
  }

  #end(jobId: string) {
    const slot = this.#kept.get(jobId);
    clearTimeout(slot?.timer);
    this.#kept.delete(jobId);
    slot?.resolve();
  }

  /** Resolves when none is kept any more. */
  async whenGone(): Promise<void> {
    await Promise.all([...this.#kept.values()].map(({ gone }) => gone));
  }
}
