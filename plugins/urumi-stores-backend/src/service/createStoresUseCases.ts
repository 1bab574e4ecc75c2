import {
  AuditorService,
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { StoreAuthorizer } from '../authorization';
import { StoreChanges } from '../changes/StoreChanges';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { UrumiStoresConfig } from '../config';
import { EngineRegistry } from '../engines/EngineRegistry';
import { HelmCli } from '../helm/HelmCli';
import { StoresMetrics } from '../metrics';
import { identifyCaller } from './callers';
import { JobCancellation } from './JobCancellation';
import { PlatformReader } from './PlatformReader';
import { StoreClusterReader } from './StoreClusterReader';
import { StoreCreation } from './StoreCreation';
import { StoreIntents } from './StoreIntents';
import { StorePreview } from './StorePreview';
import { StoreReader } from './StoreReader';
import { StoreRequestReader } from './StoreRequestReader';
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
  changes: StoreChanges;
  metrics: StoresMetrics;
  /** Tells the worker of this process that there is something to do. */
  wakeWorker: () => void;
}): StoresUseCases {
  const { config, auth, userInfo } = options;
  const writeLimit = new WriteLimit({
    ...options,
    allowed: config.limits.writesPerMinute,
  });
  const reader = new StoreReader(options);
  const creation = new StoreCreation({
    ...options,
    limits: config.limits,
    writeLimit,
    reader: new StoreRequestReader({
      ...options,
      clusters: config.clusters,
      defaultOwner: config.defaultOwner,
    }),
  });
  const intents = new StoreIntents({ ...options, writeLimit });
  const cancellation = new JobCancellation({ ...options, writeLimit });
  const platform = new PlatformReader({ ...options, reader });
  const preview = new StorePreview({
    ...options,
    creation,
    platform,
    writeLimit,
    pullSecrets: config.images.pullSecrets,
  });
  const inCluster = new StoreClusterReader({ ...options, reader });
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
    listEvents: async ({ credentials, storeId, query }) =>
      reader.listEvents(identify(credentials), storeId, query),
    followEvents: async ({ credentials, storeId, after, signal }) =>
      reader.followEvents(identify(credentials), storeId, after, signal),
    getResources: async ({ credentials, storeId }) =>
      inCluster.resources(identify(credentials), storeId),
    getCredentials: async ({ credentials, storeId }) =>
      inCluster.credentials(identify(credentials), storeId),
    listJobs: async ({ credentials, query }) =>
      reader.listJobs(identify(credentials), query),
    getJob: async ({ credentials, jobId }) =>
      reader.getJob(identify(credentials), jobId),
    cancelJob: async ({ credentials, jobId }) =>
      cancellation.cancel(identify(credentials), jobId),
    listEngines: async ({ credentials }) =>
      platform.engines(identify(credentials)),
    getLimits: async ({ credentials, query }) =>
      platform.limits(identify(credentials), query),
  };
}
