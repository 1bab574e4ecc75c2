import { createBackend } from '@backstage/backend-defaults';
import { urumiStoresPlugin } from '../plugin';

// Started as a process of its own: it ends with whoever holds its standard input.
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume();

const backend = createBackend();
backend.add(urumiStoresPlugin);
// Backstage would leave the process there.
backend.start().catch(error => {
  process.stderr.write(`The backend could not start. ${error}\n`);
  process.exit(1);
});
