import { Problem } from './problem.mjs';

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort of the returned signal. Later ones are ignored: what was
 * started is already being ended in order.
 */
export function shutdownSignal() {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => controller.abort(new Problem(`ended by ${name}`)));
  }
  return controller.signal;
}

/** Whether an error is only the consequence of the signal's abort. */
export function isShutdown(error, signal) {
  return (
    signal.aborted &&
    (error === signal.reason || error?.cause === signal.reason)
  );
}
