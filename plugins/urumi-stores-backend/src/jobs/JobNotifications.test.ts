import { mockServices } from '@backstage/backend-test-utils';
import knexFactory, { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { promoteWaitingJob } from '../database/operations/promoteWaitingJob';
import { wakeJobs } from '../database/operations/wakeJobs';
import { TcpRelay } from '../__testUtils__/TcpRelay';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import { createTestWorker, done, step } from '../__testUtils__/testWorker';
import { untilJob, untilStatus } from '../__testUtils__/untilStored';
import { JobNotifications } from './JobNotifications';
import { JobWorker } from './JobWorker';

jest.setTimeout(60_000);

const logger = mockServices.logger.mock();
const NEVER_MS = 3_600_000;

const postgres = databases
  .eachSupportedId()
  .map(([id]) => id)
  .find(id => id.startsWith('POSTGRES'));

if (postgres) {
  describe('JobNotifications on Postgres', () => {
    const open: Knex[] = [];
    const workers: JobWorker[] = [];
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(postgres);
    });
    afterEach(async () => {
      await Promise.all(workers.splice(0).map(worker => worker.stop()));
      await Promise.all(open.splice(0).map(other => other.destroy()));
    });

    /** A pool of its own on the same database, as another process has. */
    function anotherPool(address: { host?: string; port?: number } = {}): Knex {
      const settings = knex.client.config.connection;
      const other = knexFactory({
        client: 'pg',
        connection: {
          ...settings,
          password: settings.password,
          ...address,
        },
      });
      open.push(other);
      return other;
    }

    const relayed = async () => {
      const { host, port } = knex.client.connectionSettings;
      const relay = await TcpRelay.start(`http://${host}:${port}`);
      const through = anotherPool({ host: '127.0.0.1', port: relay.port });
      const notifications = new JobNotifications({
        knex: through,
        logger,
        keepAliveMs: 300,
      });
      return { relay, notifications };
    };

    /** A worker that hardly ever looks by itself. */
    function start(
      of: Knex,
      options: { pollMs?: number; notifications?: JobNotifications } = {},
    ) {
      const worker = createTestWorker(
        of,
        [step('one', () => done), step('two', () => done)],
        { pollMs: NEVER_MS, ...options },
      );
      worker.start();
      workers.push(worker);
      return worker;
    }

    const untilListening = (worker: JobWorker, listening = true) =>
      eventually(
        () => worker.state.wakeUp.listening === listening,
        `listening is ${listening}`,
      );

    it('wake the worker of another process when a job is queued, promoted or woken', async () => {
      await untilListening(start(anotherPool()));
      const { jobId, storeId } = await seedStore(knex);
      await untilJob(knex, jobId, 'SUCCEEDED');

      // Neither can run for a store that is ready: that they are looked at is what counts.
      const { runnable: _, ...template } = await knex('provisioning_jobs')
        .where({ id: jobId })
        .first();
      const another = async (job: object) => {
        const id = uuidv7();
        await knex('provisioning_jobs').insert({
          ...template,
          completed_at: null,
          id,
          ...job,
        });
        return id;
      };
      const parked = await another({
        status: 'QUEUED',
        run_after: Date.now() + NEVER_MS,
        waiting_for: 'workloads',
      });
      await wakeJobs(knex, { storeIds: [storeId] });
      await untilJob(knex, parked, 'CANCELLED');
      const waiting = await another({ status: 'WAITING' });
      await promoteWaitingJob(knex, storeId);
      expect(await untilJob(knex, waiting, 'CANCELLED')).toMatchObject({
        crash_count: 0,
      });
    });

    it('say nothing of a job whose transaction is rolled back', async () => {
      let hints = 0;
      const notifications = new JobNotifications({
        knex: anotherPool(),
        logger,
      });
      notifications.start(() => {
        hints += 1;
      });
      await eventually(() => hints === 1, 'it listens');
      await expect(
        seedStore(knex, { steps: ['twice', 'twice'] }),
      ).rejects.toThrow();
      await seedStore(knex);
      await eventually(() => hints > 1, 'the second job is announced');
      await notifications.stop();
      expect(hints).toBe(2);
    });

    it('come back after the connection was cut, and find what was queued meanwhile', async () => {
      const { relay, notifications } = await relayed();
      const worker = start(anotherPool(), { notifications });
      await untilListening(worker);
      await relay.cut();
      await untilListening(worker, false);
      const { storeId } = await seedStore(knex);
      await relay.join();
      await untilStatus(knex, storeId, 'READY');
      await untilListening(worker);
      const later = await seedStore(knex);
      const store = await untilStatus(knex, later.storeId, 'READY');
      expect(store.id).toBe(later.storeId);
      await worker.stop();
      await relay.cut();
    });

    it('notice a connection that is dead without having ended', async () => {
      const { relay, notifications } = await relayed();
      const worker = start(anotherPool(), { notifications });
      await untilListening(worker);
      relay.freeze();
      const { storeId } = await seedStore(knex);
      await untilListening(worker, false);
      relay.thaw();
      await untilStatus(knex, storeId, 'READY');
      await untilListening(worker);
      expect(worker.state.loops.every(({ failures }) => failures === 0)).toBe(
        true,
      );
      await worker.stop();
      await relay.cut();
    });

    it('are not needed: without them the poll finds the jobs', async () => {
      const { relay, notifications } = await relayed();
      await relay.cut();
      const worker = start(anotherPool(), { notifications, pollMs: 50 });
      const { storeId } = await seedStore(knex);
      await untilStatus(knex, storeId, 'READY');
      expect(worker.state.wakeUp).toEqual({
        channel: 'postgres',
        listening: false,
      });
    });
  });
}

if (databases.supports('SQLITE_3')) {
  describe('JobNotifications on SQLite', () => {
    it('are made by the one process itself', async () => {
      const knex = await migratedDatabase('SQLITE_3');
      const worker = createTestWorker(
        knex,
        [step('one', () => done), step('two', () => done)],
        { pollMs: NEVER_MS },
      );
      worker.start();
      const { storeId } = await seedStore(knex);
      worker.wake();
      await untilStatus(knex, storeId, 'READY');
      expect(worker.state.wakeUp).toEqual({
        channel: 'process',
        listening: true,
      });
      await worker.stop();
    });
  });
}
