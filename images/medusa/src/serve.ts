// Loaded before the wait, so that the server needs less time after it.
import '@medusajs/medusa/core-flows';
import start from '@medusajs/medusa/commands/start';
import { readEnvironment } from './lib/environment';
import { waitForSetup } from './lib/waitForSetup';

/** What `medusa start` does, once the set-up has ended. */
async function serve(): Promise<void> {
  // The first process of a container has to take signals itself.
  const stop = () => process.exit(143);
  process.on('SIGTERM', stop);
  await waitForSetup(readEnvironment());
  await start({ directory: process.cwd(), host: '0.0.0.0', port: 9000 });
  process.off('SIGTERM', stop);
}

serve().catch(error => {
  console.error(`medusa: ${error instanceof Error ? error.stack : error}`);
  process.exit(1);
});
