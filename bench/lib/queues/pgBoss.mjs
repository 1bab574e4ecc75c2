import { setTimeout as sleep } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { quietly } from './quietly.mjs';

const queue = 'noop';

/**
 * pg-boss.
 *
 * @param options.batched whether its own workers fetch and complete as many jobs at a time as there are slots; else
 * there is a loop for each slot, with a job at a time
 */
export function pgBossQueue({ batched }) {
  return {
    async open({ database, slots, pool }) {
      const boss = new PgBoss({
        connectionString: database.connectionString,
        max: pool,
        supervise: false,
        schedule: false,
        useListenNotify: true,
      });
      boss.on('error', error => quietly('pg-boss', error));
      await boss.start();
      let stopped = false;
      let loops = [];
      return {
        /** In pairs, two jobs have one key, of which one job runs at a time. */
        async preload({ count, paired }) {
          await boss.createQueue(queue, {
            policy: paired ? 'singleton' : 'standard',
            notify: true,
          });
          const stores = paired ? count / 2 : count;
          const jobs = Array.from({ length: count }, (_, id) => ({
            data: { id, key: id % stores },
            ...(paired && { singletonKey: `store-${id % stores}` }),
          }));
          for (let first = 0; first < count; first += 1_000) {
            await boss.insert(queue, jobs.slice(first, first + 1_000));
          }
        },

        async start({ started, ended, waking }) {
          const handle = ({ data }) => {
            started(data.id, data.key);
            ended(data.key);
          };
          if (batched || waking) {
            await boss.work(
              queue,
              {
                batchSize: batched ? slots : 1,
                burstWhenBatchFull: batched,
                pollingIntervalSeconds: 0.5,
              },
              async jobs => jobs.forEach(handle),
            );
            return;
          }
          loops = Array.from({ length: slots }, async () => {
            while (!stopped) {
              const [job] = await boss.fetch(queue);
              if (job) {
                handle(job);
                await boss.complete(queue, job.id);
              } else {
                await sleep(5);
              }
            }
          });
        },

        async add(id) {
          await boss.send(queue, { id, key: id });
          return id;
        },

        async counts() {
          const [row] = await database.query(
            `SELECT count(*) FILTER (WHERE state = 'completed') AS done,
                    count(*) FILTER (WHERE state <> 'completed') AS left
               FROM pgboss.job WHERE name = '${queue}'`,
          );
          return { done: Number(row.done), left: Number(row.left) };
        },

        async stop() {
          stopped = true;
          await Promise.all(loops);
          await boss.stop({ graceful: true, timeout: 10_000 });
        },
      };
    },
  };
}
