import { ClaimedJob } from '../database/operations/claimedJob';
import { NewClaim } from '../database/operations/claimJobs';

/** A slot that a worker keeps for a job which is about to be made. It ends with one of `start` and `giveBack`. */
export interface KeptSlot {
  /** In whose name the job is to be made; asked for just before that, also each time that it is tried again. */
  claim(): NewClaim;
  /** Begins the job, which is committed. */
  start(job: ClaimedJob): void;
  /** There is no such job, or nobody knows: one that was made all the same is found by the worker. */
  giveBack(): void;
}

/** The slots of a worker that are kept for jobs which are being made at the moment. */
export class SlotKeeper {
  readonly #claim: NewClaim;
  readonly #start: (job: ClaimedJob, asked: number) => void;
  readonly #givenBack: (isClaimed: boolean) => void;
  readonly #kept = new Set<Promise<void>>();

  /**
   * @param options.start - `asked`: a moment on the monotonic clock from before the job was made.
   * @param options.givenBack - `isClaimed`: a job may stand in the worker's name.
   */
  constructor(options: {
    claim: NewClaim;
    start: (job: ClaimedJob, asked: number) => void;
    givenBack: (isClaimed: boolean) => void;
  }) {
    this.#claim = options.claim;
    this.#start = options.start;
    this.#givenBack = options.givenBack;
  }

  /** How many are kept. */
  get size(): number {
    return this.#kept.size;
  }

  keep(): KeptSlot {
    let resolve = () => {};
    const kept = new Promise<void>(done => {
      resolve = done;
    });
    this.#kept.add(kept);
    const end = () => {
      this.#kept.delete(kept);
      resolve();
    };
    const asked = performance.now();
    let isClaimed = false;
    return {
      claim: () => {
        isClaimed = true;
        return this.#claim;
      },
      start: job => {
        end();
        this.#start(job, asked);
      },
      giveBack: () => {
        end();
        this.#givenBack(isClaimed);
      },
    };
  }

  /** Resolves when none is kept any more. */
  async whenGone(): Promise<void> {
    await Promise.all(this.#kept);
  }
}
