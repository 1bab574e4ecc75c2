import { StoreEnginePlan } from '@urumi/backstage-plugin-urumi-stores-node';
import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { KubernetesObject } from '../../kubernetes/KubernetesObject';
import { parseQuantity } from '../../kubernetes/quantity';

/** A volume that a store has, or is to have. */
interface Volume {
  name: string;
  size: string;
  /** The StatefulSet that makes it, whose claims are fixed; undefined for one of its own. */
  statefulSet: string | undefined;
}

const OF_THE_OWNER = {
  error_class: 'user_fixable',
  owner: 'store_owner',
} as const;

/** Quota keys that containers use up. */
const CONTAINER_QUOTAS = [
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
];

/**
 * Why a store cannot be changed so; undefined when nothing is in the way.
 *
 * @param options - `rendered`: what the chart makes of the new values; `live`: the claims that the
 * store has, by name; `fixedStorageClasses`: those whose volumes never grow.
 */
export function findObstacle(options: {
  rendered: readonly KubernetesObject[];
  live: ReadonlyMap<string, KubernetesObject>;
  plan: Pick<StoreEnginePlan, 'name' | 'quota'>;
  fixedStorageClasses: readonly string[];
}): FailureCause | undefined {
  const { rendered, live, plan, fixedStorageClasses } = options;
  return (
    findVolumeObstacle(volumesOf(rendered), live, fixedStorageClasses) ??
    findQuotaObstacle(rendered, plan)
  );
}

/** Names of the claims that rendered objects ask for. */
export function claimNames(rendered: readonly KubernetesObject[]): string[] {
  return volumesOf(rendered).map(({ name }) => name);
}

function volumesOf(rendered: readonly KubernetesObject[]): Volume[] {
  return rendered.flatMap(({ kind, metadata, spec }): Volume[] => {
    if (kind === 'PersistentVolumeClaim') {
      return [
        {
          name: metadata.name,
          size: storageOf(spec),
          statefulSet: undefined,
        },
      ];
    }
    const { volumeClaimTemplates = [], replicas = 1 } = (spec ?? {}) as {
      volumeClaimTemplates?: KubernetesObject[];
      replicas?: number;
    };
    return kind === 'StatefulSet'
      ? volumeClaimTemplates.flatMap(template =>
          Array.from({ length: replicas }, (_, ordinal) => ({
            name: `${template.metadata.name}-${metadata.name}-${ordinal}`,
            size: storageOf(template.spec),
            statefulSet: metadata.name,
          })),
        )
      : [];
  });
}

function findVolumeObstacle(
  volumes: readonly Volume[],
  live: ReadonlyMap<string, KubernetesObject>,
  fixedStorageClasses: readonly string[],
): FailureCause | undefined {
  for (const { name, size, statefulSet } of volumes) {
    const claim = live.get(name);
    const had = claim && storageOf(claim.spec);
    const difference =
      (parseQuantity(size) ?? 0) - (parseQuantity(had ?? size) ?? 0);
    if (difference < 0) {
      return {
        ...OF_THE_OWNER,
        code: 'VolumesOnlyGrow',
        message: `Volume ${name} has ${had} and cannot become ${size}: volumes only grow`,
        next_action: 'Choose a plan whose volumes are at least as large.',
      };
    }
    if (difference > 0 && statefulSet !== undefined) {
      return {
        ...OF_THE_OWNER,
        code: 'VolumeFixed',
        message: `Volume ${name} has ${had} and cannot become ${size}: StatefulSet ${statefulSet} fixes the size of its volumes when it is made`,
        next_action: 'Choose a plan with the same volumes.',
      };
    }
    const storageClass = storageClassOf(claim?.spec);
    if (difference > 0 && fixedStorageClasses.includes(storageClass)) {
      return {
        ...OF_THE_OWNER,
        code: 'VolumeFixed',
        message: `Volume ${name} has ${had} and cannot become ${size}: volumes of StorageClass ${storageClass} do not grow`,
        next_action:
          'Choose a plan with the same volumes, or let an operator set allowVolumeExpansion of that StorageClass where its driver can do it.',
      };
    }
  }
  return undefined;
}

function findQuotaObstacle(
  rendered: readonly KubernetesObject[],
  plan: Pick<StoreEnginePlan, 'name' | 'quota'>,
): FailureCause | undefined {
  for (const key of CONTAINER_QUOTAS) {
    const [part, resource] = key.split('.') as [
      'requests' | 'limits',
      'cpu' | 'memory',
    ];
    const allowed = parseQuantity(plan.quota[key]);
    const needed = rendered
      .flatMap(containersOf)
      .map(({ resources }) => parseQuantity(resources?.[part]?.[resource]) ?? 0)
      .reduce((sum, size) => sum + size, 0);
    if (allowed !== undefined && needed > allowed) {
      return {
        code: 'QuotaTooSmall',
        message: `The store would need ${key} of ${needed}, and plan ${plan.name} allows ${plan.quota[key]}`,
        error_class: 'operator_fixable',
        owner: 'platform_operator',
        next_action: `Choose a larger plan, or correct the quota of plan ${plan.name} in the engine.`,
      };
    }
  }
  return undefined;
}

interface Container {
  resources?: Record<string, Record<string, string> | undefined>;
}

/** Each container as often as there are pods of it. */
function containersOf({ spec }: KubernetesObject): Container[] {
  const { template, replicas = 1 } = (spec ?? {}) as {
    template?: { spec?: { containers?: Container[] } };
    replicas?: number;
  };
  const containers = template?.spec?.containers ?? [];
  return Array.from({ length: replicas }, () => containers).flat();
}

function storageClassOf(spec: unknown): string {
  const { storageClassName } = (spec ?? {}) as { storageClassName?: string };
  return storageClassName ?? '';
}

function storageOf(spec: unknown): string {
  const { resources } = (spec ?? {}) as {
    resources?: { requests?: { storage?: string } };
  };
  return resources?.requests?.storage ?? '';
}
