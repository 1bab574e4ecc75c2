import { createBackend } from '@backstage/backend-defaults';
import { urumiStoresPlugin } from '../plugin';

// Started as a process of its own: it ends with whoever holds its standard input.
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume();

const backend = createBackend();
backend.add(urumiStoresPlugin);
// Backstage has logged why, and would leave the process there.
backend.start().catch(() => process.exit(1));
