import { setTimeout as sleep } from 'node:timers/promises';
import { createBackend } from '@backstage/backend-defaults';

/** Less than Kubernetes grants a pod that ends. */
const STOP_MS = 40_000;

/**
 * Starts a backend, and ends the process when it cannot start.
 *
 * @remarks
 * Backstage logs what went wrong and leaves the process there: it listens, never becomes ready, and
 * as it does not end, nobody starts it again. A database that is away for the moment in which
 * the tables of one plugin are made would be enough.
 */
export async function startOrEnd(
  backend: ReturnType<typeof createBackend>,
): Promise<void> {
  try {
    await backend.start();
  } catch (error) {
    process.stderr.write(`The backend could not start. ${error}\n`);
    // Other plugins are at work already: what they have in hand is given back, not left to time out.
    await Promise.race([backend.stop(), sleep(STOP_MS)]).catch(failure =>
      process.stderr.write(`It could not stop in order. ${failure}\n`),
    );
    process.exit(1);
  }
}
