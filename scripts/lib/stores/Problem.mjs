/** What a script ends with. 2, wrong use, is also what the scripts without Node end with. */
export const exitCodes = { failed: 1, wrongUse: 2, timeIsOver: 3 };

/** A condition that a person can act on: said as one line with the next action, without a stack. */
export class Problem extends Error {
  name = 'Problem';

  /** @param {{ next?: string, exitCode?: number, status?: number }} options `status` of the answer, when there was one */
  constructor(message, { next, exitCode = exitCodes.failed, status } = {}) {
    super(message);
    this.next = next;
    this.exitCode = exitCode;
    this.status = status;
  }
}
