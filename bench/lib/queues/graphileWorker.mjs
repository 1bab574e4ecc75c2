import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { quietly } from './quietly.mjs';

const logger = new Logger(() => (level, message, meta) => {
  if (level === 'error') {
    quietly('graphile-worker', message, meta);
  }
});

/**
 * graphile-worker.
 *
 * @param options.batched whether it fetches and completes jobs many at a time
 */
export function graphileQueue({ batched }) {
  return {
    async open({ database, slots, pool }) {
      const { connectionString } = database;
      // Its own pool goes on closing after it has stopped, when the database is about to go.
      const pgPool = new pg.Pool({ connectionString, max: pool });
      const complain = error => quietly('graphile-worker', error);
      pgPool.on('error', complain);
      pgPool.on('connect', client => client.on('error', complain));
      const utils = await makeWorkerUtils({ pgPool, logger });
      await utils.migrate();
      let runner;
      return {
        /** In pairs, two jobs have one named queue, of which one job runs at a time. */
        preload: ({ count, paired }) =>
          database.query(
            `SELECT count(graphile_worker.add_job('noop', json_build_object('id', n, 'key', n % $2::int)${
              paired ? `, queue_name := 'store-' || n % $2::int` : ''
            })) FROM generate_series(0, $1::int - 1) AS numbers (n)`,
            [count, paired ? count / 2 : count],
          ),

        async start({ started, ended }) {
          runner = await run({
            pgPool,
            logger,
            concurrency: slots,
            noHandleSignals: true,
            taskList: {
              noop: async ({ id, key }) => {
                started(id, key);
                ended(key);
              },
            },
            preset: {
              worker: batched
                ? {
                    localQueue: { size: 500 },
                    completeJobBatchDelay: 0,
                    failJobBatchDelay: 0,
                  }
                : {},
            },
          });
        },

        async add(id) {
          await utils.addJob('noop', { id, key: id });
          return id;
        },

        /** It deletes what is done. */
        async counts() {
          const [{ left }] = await database.query(
            'SELECT count(*) AS left FROM graphile_worker.jobs',
          );
          return { done: undefined, left: Number(left) };
        },

        async stop() {
          await runner?.stop();
          await utils.release();
          await pgPool.end();
        },
      };
    },
  };
}
