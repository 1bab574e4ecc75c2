import knexFactory from 'knex';
import { block } from './block';
import { createTestWorker, step } from './testWorker';

const faults = {
  /** The job brings its worker down. */
  kill: () => process.kill(process.pid, 'SIGKILL'),
  /** The job keeps the event loop until others take it over, and does not end. */
  block: () => block(6_000),
  /** The job does nothing at all. */
  hold: () => {},
};

/**
 * A worker in a process of its own: `runFaultyWorker <JSON>`, with the settings of knex and the
 * fault of its jobs.
 */
const { fault, ...settings }: { fault: keyof typeof faults } = JSON.parse(
  process.argv[2],
);

createTestWorker(
  knexFactory({ ...settings, useNullAsDefault: true }),
  [
    step('one', ({ signal }) => {
      faults[fault]();
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    }),
  ],
  { leaseMs: 1_000 },
).start();
