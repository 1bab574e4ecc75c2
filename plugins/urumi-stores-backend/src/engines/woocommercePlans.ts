import { StoreEnginePlan } from '@urumi/backstage-plugin-urumi-stores-node';

/** CPU in thousandths of a core, memory in MiB. */
interface ContainerSize {
  cpu: { request: number; limit: number };
  memory: { request: number; limit: number };
}

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

const SIZES: StoreSize[] = [
  {
    name: 'small',
    title: 'Small',
    description: 'For trying out and for shops with a few orders an hour',
    web: {
      cpu: { request: 100, limit: 1000 },
      memory: { request: 192, limit: 384 },
      workers: 6,
    },
    database: {
      cpu: { request: 50, limit: 500 },
      memory: { request: 128, limit: 256 },
      bufferPoolMi: 64,
      maxConnections: 40,
    },
    job: {
      cpu: { request: 100, limit: 1000 },
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
  return SIZES.map(({ name, title, description, web, database, job }) => ({
    name,
    title,
    description,
    quota: {
      ...podQuota([
        ...Array<ContainerSize>(WEB_PODS_AT_ONCE).fill(web),
        database,
        ...Array<ContainerSize>(JOBS_AT_ONCE).fill(job),
      ]),
      'requests.storage': `${VOLUMES_GI.uploads + VOLUMES_GI.data}Gi`,
      persistentvolumeclaims: '2',
      services: '4',
      'services.loadbalancers': '0',
      'services.nodeports': '0',
      // Five revisions of the release and the one being written, the credentials, and room
      // for certificates and tokens.
      'count/secrets': '15',
      'count/configmaps': '8',
      'count/jobs.batch': '8',
      'count/deployments.apps': '2',
      'count/statefulsets.apps': '2',
      'count/ingresses.networking.k8s.io': '2',
    },
    limitRange: {
      defaultRequest: quantities(job.cpu.request, job.memory.request),
      default: quantities(job.cpu.limit, job.memory.limit),
      maxVolume: `${Math.max(VOLUMES_GI.uploads, VOLUMES_GI.data)}Gi`,
    },
    values: {
      web: {
        workers: web.workers,
        uploads: { size: `${VOLUMES_GI.uploads}Gi` },
        resources: resources(web),
      },
      database: {
        bufferPoolMi: database.bufferPoolMi,
        maxConnections: database.maxConnections,
        data: { size: `${VOLUMES_GI.data}Gi` },
        resources: resources(database),
      },
      setup: {
        deadlineSeconds: options.readinessDeadlineMs / 1000,
        resources: resources(job),
      },
    },
  }));
}

function podQuota(pods: ContainerSize[]): Record<string, string> {
  const sum = (value: (pod: ContainerSize) => number) =>
    pods.reduce((total, pod) => total + value(pod), 0);
  return {
    // Pods on their way out count as well, though they have nothing left to run.
    pods: String(pods.length * 2),
    'requests.cpu': `${sum(pod => pod.cpu.request)}m`,
    'requests.memory': `${sum(pod => pod.memory.request)}Mi`,
    'limits.cpu': `${sum(pod => pod.cpu.limit)}m`,
    'limits.memory': `${sum(pod => pod.memory.limit)}Mi`,
  };
}

function resources({ cpu, memory }: ContainerSize) {
  return {
    requests: quantities(cpu.request, memory.request),
    limits: quantities(cpu.limit, memory.limit),
  };
}

function quantities(cpu: number, memory: number) {
  return { cpu: `${cpu}m`, memory: `${memory}Mi` };
}
