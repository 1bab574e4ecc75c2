// Runs a PostgreSQL of its own in a folder until the standard input ends. Prints its connection string; to each line
// `restart` it ends the server as a crash does, starts it again, and prints `restarted`.
import readline from 'node:readline';
import { startPostgres } from './lib/postgres.mjs';
import { shutdownSignal } from './lib/shutdown.mjs';

const signal = shutdownSignal();
const postgres = await startPostgres({ directory: process.argv[2], signal });
const lines = readline.createInterface({ input: process.stdin });
signal.addEventListener('abort', () => lines.close());
console.log(postgres.connectionString);
for await (const line of lines) {
  if (line === 'restart') {
    await postgres.restart();
    console.log('restarted');
  }
}
await postgres.stop();
process.exit(0);
