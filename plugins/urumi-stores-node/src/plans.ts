import { JsonObject } from '@backstage/types';
import { StoreEnginePlan } from './StoreEngine';

/**
 * What one container may use: CPU in thousandths of a core, memory in MiB.
 *
 * @public
 */
export interface ContainerSize {
  cpu: { request: number; limit: number };
  memory: { request: number; limit: number };
}

/**
 * A plan as its engine thinks of it.
 *
 * @public
 */
export interface StorePlanSizes {
  name: string;
  title: string;
  description: string;
  /**
   * Every pod of one container that can exist at once, the replacements of a rolling update and of
   * a lost node included.
   */
  pods: { size: ContainerSize; atOnce: number }[];
  /**
   * Jobs that can run at once, such as the set-up of an upgrade beside the one that it replaces.
   * Containers without sizes of their own get those of a Job.
   */
  jobs: { size: ContainerSize; atOnce: number };
  /** Sizes of the volumes in GiB. */
  volumesGi: number[];
  /** Objects of the chart, which a release has once. */
  objects: {
    services: number;
    configMaps: number;
    deployments: number;
    statefulSets: number;
    ingresses: number;
  };
  /** The part of the chart's values that this plan decides. */
  values: JsonObject;
}

/**
 * Derives a plan's quota and limit range from the sizes that its containers get, so that the two
 * cannot disagree.
 *
 * @public
 */
export function describePlan(sizes: StorePlanSizes): StoreEnginePlan {
  const { name, title, description, jobs, volumesGi, objects, values } = sizes;
  const containers = [...sizes.pods, jobs].flatMap(({ size, atOnce }) =>
    Array<ContainerSize>(atOnce).fill(size),
  );
  return {
    name,
    title,
    description,
    quota: {
      ...podQuota(containers),
      'requests.storage': `${volumesGi.reduce((sum, size) => sum + size, 0)}Gi`,
      persistentvolumeclaims: String(volumesGi.length),
      services: String(objects.services * 2),
      'services.loadbalancers': '0',
      'services.nodeports': '0',
      // Five revisions of the release and the one being written, the credentials, and room
      // for certificates and tokens.
      'count/secrets': '15',
      // The cluster puts one into each namespace.
      'count/configmaps': String(objects.configMaps * 2 + 4),
      'count/jobs.batch': '8',
      'count/deployments.apps': String(objects.deployments * 2),
      'count/statefulsets.apps': String(objects.statefulSets * 2),
      'count/ingresses.networking.k8s.io': String(objects.ingresses * 2),
    },
    limitRange: {
      defaultRequest: quantities(
        jobs.size.cpu.request,
        jobs.size.memory.request,
      ),
      default: quantities(jobs.size.cpu.limit, jobs.size.memory.limit),
      maxVolume: `${Math.max(...volumesGi)}Gi`,
    },
    values,
  };
}

/**
 * The size as the `resources` of a container in a chart's values.
 *
 * @public
 */
export function containerResources({ cpu, memory }: ContainerSize): JsonObject {
  return {
    requests: quantities(cpu.request, memory.request),
    limits: quantities(cpu.limit, memory.limit),
  };
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

function quantities(cpu: number, memory: number) {
  return { cpu: `${cpu}m`, memory: `${memory}Mi` };
}
