import {
  containerResources,
  ContainerSize,
  describePlan,
  StoreEnginePlan,
} from '@urumi/backstage-plugin-urumi-stores-node';

interface StoreSize {
  name: string;
  title: string;
  description: string;
  /** The container's memory limit holds all its workers at their largest. */
  web: ContainerSize & { workers: number };
  database: ContainerSize & {
    bufferPoolMi: number;
    maxConnections: number;
  };
  job: ContainerSize;
}

/**
 * Requests follow what a shop uses at rest (bench/results), so that a node holds as many as it can
 * serve; limits are what it may use when customers come.
 */
const SIZES: StoreSize[] = [
  {
    name: 'small',
    title: 'Small',
    description: 'For trying out and for shops with a few orders an hour',
    web: {
      cpu: { request: 40, limit: 1000 },
      memory: { request: 160, limit: 384 },
      workers: 6,
    },
    database: {
      cpu: { request: 20, limit: 1000 },
      memory: { request: 128, limit: 256 },
      bufferPoolMi: 64,
      maxConnections: 40,
    },
    job: {
      cpu: { request: 40, limit: 1000 },
      memory: { request: 192, limit: 256 },
    },
  },
  {
    name: 'medium',
    title: 'Medium',
    description: 'For shops with thousands of products and steady orders',
    web: {
      cpu: { request: 250, limit: 2000 },
      memory: { request: 384, limit: 768 },
      workers: 12,
    },
    database: {
      cpu: { request: 100, limit: 1000 },
      memory: { request: 384, limit: 640 },
      bufferPoolMi: 256,
      maxConnections: 60,
    },
    job: {
      cpu: { request: 100, limit: 1000 },
      memory: { request: 192, limit: 384 },
    },
  },
  {
    name: 'large',
    title: 'Large',
    description: 'For busy shops and campaigns',
    web: {
      cpu: { request: 500, limit: 4000 },
      memory: { request: 768, limit: 1536 },
      workers: 24,
    },
    database: {
      cpu: { request: 250, limit: 2000 },
      memory: { request: 1024, limit: 1536 },
      bufferPoolMi: 768,
      maxConnections: 80,
    },
    job: {
      cpu: { request: 100, limit: 1000 },
      memory: { request: 256, limit: 512 },
    },
  },
];

/**
 * The same in every plan: a volume never shrinks, and few clusters let it grow, yet a store
 * should be able to move between the plans both ways.
 */
const VOLUMES_GI = { uploads: 10, data: 10 };

/**
 * Jobs that may run at once: the set-up of an upgrade, the one that it replaces, and one for
 * maintenance.
 */
const JOBS_AT_ONCE = 3;

/** The web pod of a lost node stands beside its replacement until the node is given up. */
const WEB_PODS_AT_ONCE = 2;

/**
 * The sizes that a WooCommerce store can have, smallest first.
 *
 * @param options - `readinessDeadlineMs`: what the set-up Job may take.
 */
export function createWooCommercePlans(options: {
  readinessDeadlineMs: number;
}): StoreEnginePlan[] {
  return SIZES.map(({ name, title, description, web, database, job }) =>
    describePlan({
      name,
      title,
      description,
      pods: [
        { size: web, atOnce: WEB_PODS_AT_ONCE },
        { size: database, atOnce: 1 },
      ],
      jobs: { size: job, atOnce: JOBS_AT_ONCE },
      volumesGi: Object.values(VOLUMES_GI),
      objects: {
        services: 2,
        configMaps: 2,
        deployments: 1,
        statefulSets: 1,
        ingresses: 1,
      },
      values: {
        web: {
          workers: web.workers,
          uploads: { size: `${VOLUMES_GI.uploads}Gi` },
          resources: containerResources(web),
        },
        database: {
          bufferPoolMi: database.bufferPoolMi,
          maxConnections: database.maxConnections,
          data: { size: `${VOLUMES_GI.data}Gi` },
          resources: containerResources(database),
        },
        setup: {
          deadlineSeconds: options.readinessDeadlineMs / 1000,
          resources: containerResources(job),
        },
      },
    }),
  );
}
