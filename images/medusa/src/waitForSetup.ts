import { setTimeout as wait } from 'node:timers/promises';
import { connectDatabase } from './lib/connectDatabase';
import { readEnvironment } from './lib/environment';
import { isDone } from './lib/setupState';

/** How often the database is asked, in milliseconds. */
const LOOK_MS = 500;

/**
 * Ends once the set-up has ended for this code and these settings. Medusa itself would end with an
 * error on tables that are not there yet, and be started again later and later.
 */
async function waitForSetup(): Promise<void> {
  const environment = readEnvironment();
  let told = false;
  for (;;) {
    const client = await connectDatabase({
      url: environment.databaseUrl,
      patienceMs: 10 * 60_000,
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

process.on('SIGTERM', () => process.exit(143));

waitForSetup().catch(error => {
  console.error(`medusa: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
