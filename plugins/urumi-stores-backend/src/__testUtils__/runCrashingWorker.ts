import knexFactory from 'knex';
import { createTestWorker, step } from './testWorker';

/**
 * A worker in a process of its own, whose jobs bring it down: `runCrashingWorker <JSON>`, with the
 * settings of knex.
 */
const knex = knexFactory({
  ...JSON.parse(process.argv[2]),
  useNullAsDefault: true,
});

createTestWorker(
  knex,
  [
    step('one', () => {
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => {});
    }),
  ],
  { leaseMs: 500 },
).start();
