/** A statement was not sent: for want of a connection, or as its values are no JSON. Nothing was written. */
export class NotSentError extends Error {
  constructor(readonly cause: unknown) {
    super(`A statement could not be sent: ${cause}`);
    this.name = 'NotSentError';
  }
}
