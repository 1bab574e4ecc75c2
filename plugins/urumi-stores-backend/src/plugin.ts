import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { URUMI_STORES_PLUGIN_ID } from '@urumi/backstage-plugin-urumi-stores-common';
import { storeEnginesExtensionPoint } from '@urumi/backstage-plugin-urumi-stores-node';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../package.json';
import { actionsRegistryServiceRef, registerStoreActions } from './actions';
import {
  createStoreAuthorizer,
  registerStorePermissions,
} from './authorization';
import { ChartLibrary } from './charts/ChartLibrary';
import { StoreChanges } from './changes/StoreChanges';
import { ClusterRegistry } from './clusters/ClusterRegistry';
import { readUrumiStoresConfig } from './config';
import { openDatabase } from './database/migrate';
import { findStores } from './database/operations/findStores';
import { readGauges } from './database/operations/gauges';
import { readHealthGauges } from './database/operations/healthGauges';
import { platformName } from './database/operations/platformName';
import { createWooCommerceEngine, findChartsDirectory } from './engines';
import { ChartStore } from './engines/ChartStore';
import { EngineRegistry } from './engines/EngineRegistry';
import { createHealthMonitor } from './health/createHealthMonitor';
import { HelmCli } from './helm/HelmCli';
import { createJobWorker } from './jobs/createJobWorker';
import { WAITING_FOR_CLUSTER } from './jobs/JobFailure';
import { ParkedJobsWaker } from './jobs/ParkedJobsWaker';
import { WAITING_FOR } from './jobs/types';
import { createContextLogger } from './logContext';
import { createStoresMetrics } from './metrics';
import { StoreNotifier } from './notices/StoreNotifier';
import { authPolicies, createRouter } from './router/createRouter';
import { createStoresUseCases } from './service/createStoresUseCases';
import { readReadiness } from './service/readReadiness';
import { toStoreResource } from './service/toStoreResource';

/** How long the worker's start waits for the clusters, in milliseconds. */
const CLUSTER_PATIENCE_MS = 5_000;

/**
 * Online stores: their HTTP API, and the worker that provisions them.
 *
 * @public
 */
export const urumiStoresPlugin = createBackendPlugin({
  pluginId: URUMI_STORES_PLUGIN_ID,
  register(env) {
    const engines = new EngineRegistry();
    env.registerExtensionPoint(storeEnginesExtensionPoint, engines);
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { lifecycle, httpRouter, permissionsRegistry } = services;
        const logger = createContextLogger(services.logger);
        const config = readUrumiStoresConfig(services.rootConfig);
        engines.addEngine(
          createWooCommerceEngine({
            chartDirectory:
              config.chartLocations.woocommerce ??
              join(
                config.chartsDirectory ?? findChartsDirectory(),
                'woocommerce',
              ),
          }),
        );
        const knex = await openDatabase(services.database);
        registerStorePermissions({
          permissionsRegistry,
          getResources: async storeIds => {
            const rows = await findStores(knex, storeIds);
            return storeIds.map(storeId => {
              const row = rows.find(({ id }) => id === storeId);
              return row && toStoreResource(row);
            });
          },
        });
        const metrics = createStoresMetrics({ logger });
        const tempDirectory = join(
          tmpdir(),
          `urumi-stores-helm-${process.getuid?.() ?? 'backend'}`,
        );
        const helm = await HelmCli.create({
          binary: config.helm.binary,
          logger,
          tempDirectory,
          metrics,
        });
        await engines.load({
          ...config,
          charts: new ChartStore({ helm, config: config.helm, logger }),
        });
        const charts = new ChartLibrary({ knex, tempDirectory });
        // Before anything can be asked for: a replica with other charts may work on what this one offers.
        for (const { chartDirectory } of engines.list()) {
          await charts.keep(chartDirectory);
        }
        const generated = await platformName(knex);
        const clusters = await ClusterRegistry.create({
          configs: config.clusters,
          platform: {
            name: config.platformName ?? generated,
            names: [generated, config.platformName ?? generated],
          },
          logger,
          onThrottled: () => helm.slowDown(),
        });
        const changes = new StoreChanges(services);
        const parts = {
          knex,
          changes,
          metrics,
          logger,
          clusters,
          engines,
          helm,
          charts,
          pullSecrets: config.images.pullSecrets,
        };
        const worker = createJobWorker({
          ...parts,
          worker: config.worker,
          healthIntervalMs: config.health.intervalMs,
        });
        const health = createHealthMonitor({ ...parts, ...config.health });
        const notifier = new StoreNotifier({
          ...parts,
          notifications: services.notifications,
          kinds: config.notifications,
        });
        const waker = new ParkedJobsWaker({ knex, worker, logger });
        const stopping = new AbortController();
        lifecycle.addStartupHook(async () => {
          clusters.start({
            storeChanged: (storeId, cluster) =>
              health.storeChanged(storeId, cluster),
            // A job that is held for its cluster's sake is not hurried by changes of its objects.
            expected: storeIds =>
              waker.resume({ storeIds, waitingFor: WAITING_FOR }),
            // Those that wait for their objects as well: what for, only the process knew that parked
            // them, which may be gone.
            reachable: () => waker.wake([WAITING_FOR_CLUSTER, ...WAITING_FOR]),
            // So that their stores say at once what holds them up.
            unreachable: () => waker.wake(WAITING_FOR),
          });
          // Without it, stores that waited over a restart would first see no cluster at all.
          await clusters.whenSynced(CLUSTER_PATIENCE_MS);
          worker.start();
          health.start();
          notifier.start();
        });
        lifecycle.addShutdownHook(async () => {
          stopping.abort();
          await Promise.all([worker.stop(), health.stop(), notifier.stop()]);
          await clusters.stop();
        });
        metrics.registerGauges({
          collect: async () => {
            const { lastTickAt, loops, wakeUp } = worker.state;
            return {
              ...(await readGauges(knex)),
              ...(await readHealthGauges(knex)),
              sinceWorkerTickMs:
                lastTickAt && Date.now() - lastTickAt.getTime(),
              loops,
              isListening: wakeUp.listening,
              clusters: clusters.list().map(({ config: { name }, view }) => ({
                name,
                isReachable: view.status().reachable,
                watchLagMs: view.watchLagMs(),
              })),
            };
          },
        });

        const stores = createStoresUseCases({
          ...services,
          knex,
          config,
          authorizer: createStoreAuthorizer(services),
          engines,
          clusters,
          helm,
          charts,
          changes,
          metrics,
          wakeWorker: () => worker.wake(),
          keepSlot: jobId => worker.keepSlot(jobId),
        });
        registerStoreActions({
          registry: services.actionsRegistry,
          stores,
          logger,
        });
        authPolicies.forEach(policy => httpRouter.addAuthPolicy(policy));
        httpRouter.use(
          createRouter({
            stores,
            readReadiness: () =>
              readReadiness({ knex, worker, clusters, logger }),
            metrics,
            httpAuth: services.httpAuth,
            logger,
            version,
            shutdownSignal: stopping.signal,
          }),
        );
      },
    });
  },
});
