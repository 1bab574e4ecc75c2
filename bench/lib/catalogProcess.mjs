// A Backstage backend that has a catalog and nothing else, forked by catalog.mjs: the provider of the stores keeps as many
// of them in it as it is told to. It measures, tells what it found, and ends.
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const syncs = 7;
const changes = 15;
const pollMs = 10;

process.on('disconnect', () => process.exit(1));
const { folder, config, stores: count } = JSON.parse(process.argv[2]);
const plugin = path.join(folder, 'plugins/catalog-backend-module-urumi-stores');
const require = createRequire(path.join(plugin, 'package.json'));
const { UrumiStoresEntityProvider } = require(path.join(
  plugin,
  'dist/UrumiStoresEntityProvider.cjs.js',
));
const { StoreSystems } = require(path.join(plugin, 'dist/StoreSystems.cjs.js'));
const backendRequire = createRequire(
  path.join(folder, 'packages/backend/package.json'),
);
const { createBackend } = backendRequire('@backstage/backend-defaults');
const {
  coreServices,
  createBackendModule,
  createBackendPlugin,
  createServiceFactory,
} = backendRequire('@backstage/backend-plugin-api');
const { ConfigReader } = backendRequire('@backstage/config');
const { default: catalogPlugin } = backendRequire(
  '@backstage/plugin-catalog-backend',
);
const {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} = require('@backstage/plugin-catalog-node');
const { eventsServiceRef } = require('@backstage/plugin-events-node');

const stores = new Map();
const mutations = [];
const services = {};
let syncAll;
let largestMemory = 0;

for (let number = 0; number < count; number++) {
  put(storeId(number), `Shop ${number}`);
}
setInterval(() => {
  largestMemory = Math.max(largestMemory, process.memoryUsage.rss());
}, 250);

const backend = createBackend();
backend.add(replace(coreServices.rootConfig, new ConfigReader(config)));
backend.add(replace(coreServices.rootLogger, quietLogger()));
backend.add(catalogPlugin);
backend.add(
  createBackendModule({
    pluginId: 'catalog',
    moduleId: 'stores-under-test',
    register(env) {
      env.registerInit({
        deps: {
          auth: coreServices.auth,
          catalog: catalogProcessingExtensionPoint,
          events: eventsServiceRef,
          logger: coreServices.logger,
        },
        async init({ auth, catalog, events, logger }) {
          catalog.addEntityProvider(
            timed(
              new UrumiStoresEntityProvider({
                appBaseUrl: 'http://localhost:7007',
                auth,
                events,
                logger,
                stores: { listStores },
                systems: StoreSystems.fromConfig(undefined),
                taskRunner: {
                  run: async task => {
                    syncAll = () => task.fn(new AbortController().signal);
                  },
                },
                signal: new AbortController().signal,
              }),
            ),
          );
        },
      });
    },
  }),
);
backend.add(
  createBackendPlugin({
    pluginId: 'bench',
    register(env) {
      env.registerInit({
        deps: {
          auth: coreServices.auth,
          catalog: catalogServiceRef,
          events: eventsServiceRef,
          // With it come the keys by which the catalog knows its caller.
          router: coreServices.httpRouter,
        },
        async init(deps) {
          Object.assign(services, deps);
        },
      });
    },
  }),
);

const started = performance.now();
await backend.start();
process.send(await measure(), () => process.exit(0));

async function measure() {
  await until(() => mutations.length > 0);
  const [first] = mutations;
  await until(async () => (await countVisible()) === count, 500);
  const allVisible = performance.now() - started;
  const { user, system } = process.cpuUsage();

  const unchanged = [];
  for (let run = 0; run < syncs; run++) {
    unchanged.push(await watched(syncAll));
  }
  const changed = [];
  const added = [];
  const removed = [];
  for (let run = 0; run < changes; run++) {
    const id = storeId(run * 7);
    const renamed = `Renamed ${run}`;
    put(id, renamed);
    changed.push(
      await delta(
        id,
        async () => (await entity(id))?.metadata.title === renamed,
      ),
    );
    const newId = storeId(count + run);
    put(newId, `New ${run}`);
    added.push(
      await delta(newId, async () => (await entity(newId)) !== undefined),
    );
    stores.delete(newId);
    removed.push(
      await delta(newId, async () => (await entity(newId)) === undefined),
    );
  }
  return {
    first,
    allVisible,
    cpuUntilAllVisible: (user + system) / 1_000,
    unchanged,
    changed,
    added,
    removed,
    largestMemory,
  };
}

/** Tells the provider of a store that has changed, and waits until the catalog shows it. */
async function delta(id, isVisible) {
  const told = performance.now();
  const mutation = await watched(() =>
    services.events.publish({
      topic: 'urumi.stores',
      eventPayload: { version: 1, store_id: id, change: 'updated' },
    }),
  );
  await until(isVisible);
  return { mutation, visible: performance.now() - told };
}

/** Does something that ends in a mutation, and returns how long that took. */
async function watched(action) {
  const before = mutations.length;
  await action();
  await until(() => mutations.length > before);
  return mutations.at(-1);
}

async function until(condition, everyMs = pollMs) {
  while (!(await condition())) {
    await sleep(everyMs);
  }
}

async function entity(id) {
  return services.catalog.getEntityByRef(`resource:default/store-${id}`, {
    credentials: await services.auth.getOwnServiceCredentials(),
  });
}

async function countVisible() {
  const { totalItems } = await services.catalog.queryEntities(
    { filter: { kind: 'resource' }, limit: 1 },
    { credentials: await services.auth.getOwnServiceCredentials() },
  );
  return totalItems;
}

/** Notes how long each mutation takes. */
function timed(provider) {
  return {
    getProviderName: () => provider.getProviderName(),
    connect: connection =>
      provider.connect({
        refresh: options => connection.refresh(options),
        async applyMutation(mutation) {
          const from = performance.now();
          await connection.applyMutation(mutation);
          mutations.push(performance.now() - from);
        },
      }),
  };
}

async function listStores({ id: ids, limit = 1_000, cursor }) {
  const all = ids
    ? ids.flatMap(id => stores.get(id) ?? [])
    : [...stores.values()];
  const start = Number(cursor ?? 0);
  const end = start + limit;
  return {
    items: all.slice(start, end),
    ...(end < all.length && { nextCursor: String(end) }),
  };
}

function storeId(number) {
  return `019ab3c4-5d6e-7f80-9a0b-${String(number).padStart(12, '0')}`;
}

function put(id, name) {
  stores.set(id, {
    id,
    engine: 'woocommerce',
    display_name: name,
    namespace: `store-${id}`,
    status: 'READY',
    url: `http://store-${id}.localhost:8080`,
    admin_url: `http://store-${id}.localhost:8080/wp-admin/`,
    cluster: 'local',
    owner: 'group:default/storefront',
    hostname: `store-${id}.localhost`,
  });
}

function replace(service, value) {
  return createServiceFactory({ service, deps: {}, factory: () => value });
}

function quietLogger() {
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error: (message, meta) => console.error(message, meta ?? ''),
    child: () => logger,
  };
  return logger;
}
