import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { KubernetesObject } from './KubernetesObject';

/** What is used of one limit, as Kubernetes quantities. */
export interface QuotaUsage {
  /** Such as `limits.memory`. */
  resource: string;
  used: string;
  hard: string;
}

type Quota = KubernetesObject & {
  status?: { hard?: Record<string, string>; used?: Record<string, string> };
};

/** What a namespace uses of its ResourceQuotas, as its cluster has counted it. */
export async function readQuotas(
  client: ClusterClient,
  options: RequestControl & { namespace: string },
): Promise<QuotaUsage[]> {
  const { namespace, ...control } = options;
  const { items } = await client.list(
    client.objectPath('v1', 'ResourceQuota', namespace),
    control,
  );
  return (items as Quota[]).flatMap(({ status }) =>
    Object.entries(status?.hard ?? {}).map(([resource, hard]) => ({
      resource,
      used: status?.used?.[resource] ?? '0',
      hard,
    })),
  );
}
