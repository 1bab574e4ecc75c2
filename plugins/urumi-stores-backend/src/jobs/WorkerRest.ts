/** The rest of a worker that has found nothing more to claim. */
export class WorkerRest {
  #wasEnded = false;
  #endNow: (() => void) | undefined;

  /** Whether the worker rests, and nothing has come since that it has not looked for. */
  get isTaken(): boolean {
    return this.#endNow !== undefined && !this.#wasEnded;
  }

  /** Rests for so many milliseconds, or until somebody ends it; not at all when somebody did since the last one. */
  async take(ms: number): Promise<void> {
    if (!this.#wasEnded) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, ms);
        this.#endNow = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#endNow = undefined;
    }
    this.#wasEnded = false;
  }

  end(): void {
    this.#wasEnded = true;
    this.#endNow?.();
  }
}
