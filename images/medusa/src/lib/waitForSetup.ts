import { setTimeout as wait } from 'node:timers/promises';
import { connectDatabase } from './connectDatabase';
import { Environment } from './environment';
import { isDone } from './setupState';

/** How often the database is asked, in milliseconds. */
const LOOK_MS = 500;

/** For an unreachable database: longer than any set-up may take. */
const PATIENCE_MS = 15 * 60_000;

/**
 * Waits until the set-up has ended for this code and these settings. Medusa itself would end with
 * an error on tables that are not there yet, and be started again later and later.
 */
export async function waitForSetup(environment: Environment): Promise<void> {
  let told = false;
  for (;;) {
    const client = await connectDatabase({
      url: environment.databaseUrl,
      patienceMs: PATIENCE_MS,
    });
    // A database that restarts ends the connection; the next turn makes a new one.
    client.on('error', () => undefined);
    try {
      while (!(await isDone(client, environment))) {
        if (!told) {
          told = true;
          console.log('medusa: waiting for the set-up of the shop to end');
        }
        await wait(LOOK_MS);
      }
      return;
    } catch (error) {
      console.log(`medusa: the database went away: ${error}`);
      await wait(LOOK_MS);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
