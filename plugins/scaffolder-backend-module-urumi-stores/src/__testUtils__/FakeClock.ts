import { Clock } from '../actions/clock';

/** Time that passes only when somebody sleeps. */
export class FakeClock implements Clock {
  readonly pauses: number[] = [];
  #now = 0;
  now() {
    return this.#now;
  }
  async sleep(milliseconds: number, signal?: AbortSignal) {
    signal?.throwIfAborted();
    this.pauses.push(milliseconds);
    this.#now += milliseconds;
  }
}
