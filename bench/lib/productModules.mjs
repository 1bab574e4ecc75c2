import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** One provisioning at a time, and no look for jobs but after a job: what is measured is one job's own time. */
const workerOptions = { concurrency: 1, leaseMs: 60_000, pollMs: 10 };

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
  const { enqueueJob } = load('database/operations/enqueueJob');
  const { insertStore } = load('database/operations/insertStore');
  const { openDatabase } = load('database/migrate');
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
      for (const end of endings) {
        await end();
      }
    },

    /** Queues a provisioning of a new store. */
    queueJob(knex) {
      const storeId = uuid();
      const name = `store-${storeId}`;
      return runTransaction(knex, async trx => {
        await insertStore(trx, {
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
        });
        await enqueueJob(trx, {
          id: uuid(),
          storeId,
          action: 'PROVISION',
          priority: JOB_PRIORITY.PROVISION,
          maxAttempts: 1,
          actor: 'external:local-api',
          payload: {},
          steps,
        });
      });
    },

    /** A worker that calls `ended` after each job. */
    createWorker(knex, ended) {
      const shared = {
        knex,
        logger,
        metrics: createStoresMetrics({ logger }),
        changes: new StoreChanges({
          events: { publish: async () => ended() },
          signals: { publish: async () => {} },
          logger,
        }),
      };
      return new JobWorker({
        ...shared,
        runner: new JobRunner(shared),
        sweeper: new StaleLeaseSweeper(shared),
        handlers: [noopHandler(steps)],
        options: workerOptions,
      });
    },
  };
}

function noopHandler(steps) {
  return {
    action: 'PROVISION',
    steps: steps.map(name => ({
      name,
      run: async () => ({ state: 'done', message: 'There was nothing to do.' }),
    })),
    started: () => ({
      change: { status: 'PROVISIONING' },
      event: { type: 'install_started', message: 'The job has started.' },
    }),
    succeeded: () => ({
      change: { status: 'READY', url: 'http://shop.localhost' },
      event: { type: 'ready', message: 'The job has ended.' },
    }),
  };
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
