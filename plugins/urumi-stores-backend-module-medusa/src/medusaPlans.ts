import {
  containerResources,
  ContainerSize,
  describePlan,
  StoreEnginePlan,
} from '@urumi/backstage-plugin-urumi-stores-node';

/** A process of Node whose JavaScript objects have a bound below that of the container. */
type NodeSize = ContainerSize & { heapMi: number };

interface StoreSize {
  name: string;
  title: string;
  description: string;
  server: NodeSize;
  storefront: NodeSize & { replicas: number };
  database: ContainerSize & {
    sharedBuffersMi: number;
    maxConnections: number;
  };
}

/** Requests follow what was measured at rest, so that many quiet shops fit onto a node. */
const SIZES: StoreSize[] = [
  {
    name: 'small',
    title: 'Small',
    description: 'For trying out and for shops with a few orders an hour',
    server: {
      cpu: { request: 50, limit: 1000 },
      memory: { request: 320, limit: 512 },
      heapMi: 320,
    },
    storefront: {
      cpu: { request: 10, limit: 500 },
      memory: { request: 64, limit: 192 },
      heapMi: 96,
      replicas: 1,
    },
    database: {
      cpu: { request: 20, limit: 1000 },
      memory: { request: 96, limit: 256 },
      sharedBuffersMi: 64,
      maxConnections: 40,
    },
  },
  {
    name: 'medium',
    title: 'Medium',
    description: 'For shops with thousands of products and steady orders',
    server: {
      cpu: { request: 250, limit: 2000 },
      memory: { request: 512, limit: 1024 },
      heapMi: 704,
    },
    storefront: {
      cpu: { request: 50, limit: 1000 },
      memory: { request: 96, limit: 256 },
      heapMi: 128,
      replicas: 1,
    },
    database: {
      cpu: { request: 100, limit: 1000 },
      memory: { request: 256, limit: 640 },
      sharedBuffersMi: 192,
      maxConnections: 60,
    },
  },
  {
    name: 'large',
    title: 'Large',
    description: 'For busy shops and campaigns',
    server: {
      cpu: { request: 500, limit: 4000 },
      memory: { request: 768, limit: 2048 },
      heapMi: 1536,
    },
    storefront: {
      cpu: { request: 100, limit: 1000 },
      memory: { request: 96, limit: 256 },
      heapMi: 128,
      replicas: 2,
    },
    database: {
      cpu: { request: 250, limit: 2000 },
      memory: { request: 768, limit: 1536 },
      sharedBuffersMi: 512,
      maxConnections: 80,
    },
  },
];

/** The set-up loads all of Medusa, whatever the size of the shop. */
const SETUP: NodeSize = {
  cpu: { request: 50, limit: 2000 },
  memory: { request: 320, limit: 768 },
  heapMi: 512,
};

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

/** The pod of a lost node stands beside its replacement until the node is given up. */
const SERVER_PODS_AT_ONCE = 2;

/**
 * The sizes that a Medusa store can have, smallest first.
 *
 * @param options - `readinessDeadlineMs`: what the set-up Job may take.
 */
export function createMedusaPlans(options: {
  readinessDeadlineMs: number;
}): StoreEnginePlan[] {
  return SIZES.map(
    ({ name, title, description, server, storefront, database }) =>
      describePlan({
        name,
        title,
        description,
        pods: [
          { size: server, atOnce: SERVER_PODS_AT_ONCE },
          // Its new pods start before its old ones end.
          { size: storefront, atOnce: storefront.replicas + 1 },
          { size: database, atOnce: 1 },
        ],
        jobs: { size: SETUP, atOnce: JOBS_AT_ONCE },
        volumesGi: Object.values(VOLUMES_GI),
        objects: {
          services: 3,
          configMaps: 1,
          deployments: 2,
          statefulSets: 1,
          ingresses: 1,
        },
        values: {
          server: {
            heapMi: server.heapMi,
            uploads: { size: `${VOLUMES_GI.uploads}Gi` },
            resources: containerResources(server),
          },
          storefront: {
            replicas: storefront.replicas,
            heapMi: storefront.heapMi,
            resources: containerResources(storefront),
          },
          database: {
            sharedBuffersMi: database.sharedBuffersMi,
            maxConnections: database.maxConnections,
            data: { size: `${VOLUMES_GI.data}Gi` },
            resources: containerResources(database),
          },
          setup: {
            heapMi: SETUP.heapMi,
            deadlineSeconds: options.readinessDeadlineMs / 1000,
            resources: containerResources(SETUP),
          },
        },
      }),
  );
}
