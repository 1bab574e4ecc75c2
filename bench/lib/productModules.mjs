import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The job engine of the built product, with a handler whose steps find nothing to do. */
export async function loadProduct({ folder }) {
  const plugin = path.join(folder, 'plugins/urumi-stores-backend');
  const require = createRequire(path.join(plugin, 'package.json'));
  const load = name => require(path.join(plugin, 'dist', `${name}.cjs.js`));
  const { DatabaseManager } = require('@backstage/backend-defaults/database');
  const { ConfigReader } = require('@backstage/config');
  const { v7: uuid } = require('uuid');
  const { JobWorker } = load('jobs/JobWorker');
  const { JobRunner } = load('jobs/JobRunner');
  const { StaleLeaseSweeper } = load('jobs/StaleLeaseSweeper');
  const { StoreChanges } = load('changes/StoreChanges');
  const { createStoresMetrics } = load('metrics');
  const { claimJobs } = load('database/operations/claimJobs');
  const { insertStoreWithJob } = load('database/operations/insertStoreWithJob');
  const { openDatabase } = load('database/migrate');
  const { isPostgres } = load('database/dialect');
  const { runTransaction } = load('database/transaction');
  const { JOB_PRIORITY, JOB_STEPS } = load('jobs/plan');
  const steps = JOB_STEPS.PROVISION;
  const logger = quietLogger();
  const endings = [];
  const lifecycle = {
    addStartupHook() {},
    addShutdownHook: hook => endings.push(hook),
  };

  return {
    steps,

    /** Opens a database as Backstage does, with the plugin's tables. */
    openDatabase(config) {
      const directory = config.connection.directory;
      if (directory) {
        fs.mkdirSync(directory, { recursive: true });
      }
      const manager = DatabaseManager.fromConfig(
        new ConfigReader({ backend: { database: config } }),
        { rootLogger: logger, rootLifecycle: lifecycle },
      );
      return openDatabase(
        manager.forPlugin('urumi-stores', { logger, lifecycle }),
      );
    },

    /** Closes the databases. */
    async close() {
      for (const end of endings.splice(0)) {
        await end();
      }
    },

    /**
     * Queues a provisioning of a new store.
     *
     * @param options.worker of this process, which begins it at once when it has a free slot
     * @returns the ids of both
     */
    async queueJob(knex, { steps: stepsOfJob = steps, worker } = {}) {
      const storeId = uuid();
      const jobId = uuid();
      const name = `store-${storeId}`;
      const slot = worker?.keepSlot(jobId);
      const rows = {
        store: {
          id: storeId,
          engine: 'woocommerce',
          displayName: undefined,
          namespace: name,
          plan: 'small',
          cluster: 'local',
          owner: 'group:default/platform',
          createdBy: 'external:local-api',
          hostname: `${name}.localhost`,
          parameters: {},
          chartVersion: '0.1.0',
          conditions: [],
        },
        job: {
          id: jobId,
          storeId,
          action: 'PROVISION',
          priority: JOB_PRIORITY.PROVISION,
          maxAttempts: 1,
          actor: 'external:local-api',
          payload: {},
          steps: stepsOfJob,
        },
        event: { type: 'queued', message: 'The store was asked for.' },
      };
      const insert = connection =>
        insertStoreWithJob(connection, rows, slot?.claim);
      // On PostgreSQL it is one statement, which needs no transaction around it.
      const { claimed } = await (isPostgres(knex)
        ? insert(knex)
        : runTransaction(knex, insert));
      if (slot) {
        slot.start(claimed);
      } else {
        worker?.wake();
      }
      return { storeId, jobId };
    },

    /** Claims due jobs, as a worker does. */
    claim(knex, limit) {
      return claimJobs(knex, {
        workerId: 'bench',
        limit,
        leaseMs: 60_000,
        actions: ['PROVISION', 'DELETE'],
      });
    },

    /**
     * A worker whose jobs have nothing to do.
     *
     * @param options.started is called with a job's store and action when its first step runs
     * @param options.ended is called with a job's store when it is done
     * @param options.waits milliseconds that steps wait for, by their names; the others end at once
     */
    createWorker(
      knex,
      {
        concurrency,
        pollMs,
        steps: stepsOfJob = steps,
        started,
        ended = () => {},
        waits = {},
      },
    ) {
      const shared = {
        knex,
        logger,
        metrics: createStoresMetrics({ logger }),
        changes: new StoreChanges({
          events: {
            publish: async ({ eventPayload }) => ended(eventPayload.store_id),
          },
          signals: { publish: async () => {} },
          logger,
        }),
      };
      return new JobWorker({
        ...shared,
        runner: new JobRunner(shared),
        sweeper: new StaleLeaseSweeper(shared),
        handlers: noopHandlers({ steps: stepsOfJob, started, waits }),
        options: { concurrency, pollMs, leaseMs: 60_000 },
      });
    },
  };
}

function noopHandlers({ steps, started = () => {}, waits }) {
  return [
    ['PROVISION', 'PROVISIONING', 'READY'],
    ['DELETE', 'DELETING', 'DELETED'],
  ].map(([action, first, last]) => ({
    action,
    steps: steps.map((name, index) => ({
      name,
      async run({ store }) {
        if (index === 0) {
          started(store.id, action);
        }
        if (waits[name]) {
          await sleep(waits[name]);
        }
        return { state: 'done', message: 'There was nothing to do.' };
      },
    })),
    started: () => ({
      change: { status: first },
      event: { type: 'install_started', message: 'The job has started.' },
    }),
    succeeded: () => ({
      change: { status: last, url: 'http://shop.localhost' },
      event: { type: 'ready', message: 'The job has ended.' },
    }),
  }));
}

function quietLogger() {
  const logger = {
    debug() {},
    info() {},
    warn: message => console.warn(message),
    error: (message, meta) => console.error(message, meta ?? ''),
    child: () => logger,
  };
  return logger;
}
