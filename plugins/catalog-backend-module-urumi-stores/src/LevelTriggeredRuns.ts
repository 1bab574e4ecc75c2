/**
 * Runs one piece of work at a time per key. Asking again while it runs makes it run once more
 * afterwards, however often was asked: the last run always starts after the last asking.
 */
export class LevelTriggeredRuns {
  readonly #askedAgain = new Map<string, boolean>();

  async run(key: string, fn: () => Promise<void>): Promise<void> {
    if (this.#askedAgain.has(key)) {
      this.#askedAgain.set(key, true);
      return;
    }
    try {
      do {
        this.#askedAgain.set(key, false);
        await fn();
      } while (this.#askedAgain.get(key));
    } finally {
      this.#askedAgain.delete(key);
    }
  }
}
