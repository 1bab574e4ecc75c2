import {
  AuditorService,
  AuthService,
  BackstageCredentials,
  LoggerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { StoreAuthorizer } from '../authorization';
import { ChartLibrary } from '../charts/ChartLibrary';
import { StoreChanges } from '../changes/StoreChanges';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { UrumiStoresConfig } from '../config';
import { EngineRegistry } from '../engines/EngineRegistry';
import { HelmCli } from '../helm/HelmCli';
import { KeptSlot } from '../jobs/SlotKeeper';
import { StoresMetrics } from '../metrics';
import { identifyCaller } from './callers';
import { JobCancellation } from './JobCancellation';
import { OrphanAdopter } from './OrphanAdopter';
import { OrphanReader } from './OrphanReader';
import { OrphanRemover } from './OrphanRemover';
import { PlatformReader } from './PlatformReader';
import { ReceiptReader } from './ReceiptReader';
import { RevisionReader } from './RevisionReader';
import { StepHistory } from './StepHistory';
import { StoreClusterReader } from './StoreClusterReader';
import { StoreCreation } from './StoreCreation';
import { StoreDiagnostics } from './StoreDiagnostics';
import { StoreIntents } from './StoreIntents';
import { StorePlacement } from './StorePlacement';
import { StorePreview } from './StorePreview';
import { StoreReader } from './StoreReader';
import { StoreRequestReader } from './StoreRequestReader';
import { StoreUpgrades } from './StoreUpgrades';
import { StoresUseCases } from './types';
import { WriteLimit } from './WriteLimit';

/** Puts the use cases together. */
export function createStoresUseCases(options: {
  knex: Knex;
  config: UrumiStoresConfig;
  auth: AuthService;
  userInfo: UserInfoService;
  auditor: AuditorService;
  catalog: CatalogService;
  authorizer: StoreAuthorizer;
  engines: EngineRegistry;
  clusters: ClusterRegistry;
  helm: HelmCli;
  charts: ChartLibrary;
  logger: LoggerService;
  changes: StoreChanges;
  metrics: StoresMetrics;
  /** Tells the worker of this process that there is something to do. */
  wakeWorker: () => void;
  /** Keeps a slot of that worker for a job that is about to be made. */
  keepSlot: (jobId: string) => KeptSlot | undefined;
}): StoresUseCases {
  const { config, auth, userInfo } = options;
  const writeLimit = new WriteLimit({ ...options, limits: config.limits });
  const reader = new StoreReader({
    ...options,
    history: new StepHistory(options),
  });
  const requests = new StoreRequestReader({
    ...options,
    clusters: config.clusters,
    defaultOwner: config.defaultOwner,
  });
  const placement = new StorePlacement(options);
  const creation = new StoreCreation({
    ...options,
    placement,
    limits: config.limits,
    writeLimit,
    reader: requests,
  });
  const intents = new StoreIntents({ ...options, writeLimit });
  const upgrades = new StoreUpgrades({
    ...options,
    intents,
    requests,
    limits: config.limits,
    rollBackOnFailure: config.upgrades.rollBackOnFailure,
  });
  const revisions = new RevisionReader({ ...options, reader });
  const cancellation = new JobCancellation({ ...options, writeLimit });
  const platform = new PlatformReader({ ...options, reader });
  const preview = new StorePreview({
    ...options,
    creation,
    placement,
    platform,
    writeLimit,
    pullSecrets: config.images.pullSecrets,
  });
  const inCluster = new StoreClusterReader({ ...options, reader });
  const diagnostics = new StoreDiagnostics({ ...options, reader });
  const receipts = new ReceiptReader({ ...options, reader });
  const orphans = new OrphanReader(options);
  const remover = new OrphanRemover({ ...options, orphans, writeLimit });
  const adopter = new OrphanAdopter({
    ...options,
    orphans,
    writeLimit,
    limits: config.limits,
    reader: requests,
  });
  const identify = (credentials: BackstageCredentials) =>
    identifyCaller({ credentials, auth, userInfo });

  return {
    createStore: async ({ credentials, body, idempotencyKey }) =>
      creation.create(identify(credentials), body, idempotencyKey),
    previewStore: async ({ credentials, body }) =>
      preview.preview(identify(credentials), body),
    listStores: async ({ credentials, query }) =>
      reader.list(identify(credentials), query),
    getStore: async ({ credentials, storeId }) =>
      reader.get(identify(credentials), storeId),
    deleteStore: async ({ credentials, storeId }) =>
      intents.delete(identify(credentials), storeId),
    retryStore: async ({ credentials, storeId }) =>
      intents.retry(identify(credentials), storeId),
    reconcileStore: async ({ credentials, storeId }) =>
      intents.reconcile(identify(credentials), storeId),
    upgradeStore: async ({ credentials, storeId, body }) =>
      upgrades.upgrade(identify(credentials), storeId, body),
    rollBackStore: async ({ credentials, storeId, body }) =>
      upgrades.rollBack(identify(credentials), storeId, body),
    listRevisions: async ({ credentials, storeId, query }) =>
      revisions.list(identify(credentials), storeId, query),
    diffRevisions: async ({ credentials, storeId, revision, query }) =>
      revisions.diff(identify(credentials), storeId, revision, query),
    listEvents: async ({ credentials, storeId, query }) =>
      reader.listEvents(identify(credentials), storeId, query),
    followEvents: async ({ credentials, storeId, after, signal }) =>
      reader.followEvents(identify(credentials), storeId, after, signal),
    getResources: async ({ credentials, storeId }) =>
      inCluster.resources(identify(credentials), storeId),
    getUsage: async ({ credentials, storeId }) =>
      diagnostics.usage(identify(credentials), storeId),
    listKubernetesEvents: async ({ credentials, storeId }) =>
      diagnostics.events(identify(credentials), storeId),
    getLog: async ({ credentials, storeId, query }) =>
      diagnostics.log(identify(credentials), storeId, query),
    getCredentials: async ({ credentials, storeId }) =>
      inCluster.credentials(identify(credentials), storeId),
    getReceipt: async ({ credentials, storeId }) =>
      receipts.read(identify(credentials), storeId),
    listJobs: async ({ credentials, query }) =>
      reader.listJobs(identify(credentials), query),
    getJob: async ({ credentials, jobId }) =>
      reader.getJob(identify(credentials), jobId),
    cancelJob: async ({ credentials, jobId }) =>
      cancellation.cancel(identify(credentials), jobId),
    listEngines: async ({ credentials }) =>
      platform.engines(identify(credentials)),
    listClusters: async ({ credentials }) =>
      platform.clusters(identify(credentials)),
    getLimits: async ({ credentials, query }) =>
      platform.limits(identify(credentials), query),
    listOrphans: async ({ credentials }) => orphans.list(identify(credentials)),
    removeOrphan: async ({ credentials, body }) =>
      remover.remove(identify(credentials), body),
    adoptOrphan: async ({ credentials, body }) =>
      adopter.adopt(identify(credentials), body),
  };
}
