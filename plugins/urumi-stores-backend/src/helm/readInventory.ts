import {
  ClusterClient,
  RequestControl,
  WorkloadReference,
} from '../kubernetes';
import { listWorkloads } from './listWorkloads';

/**
 * The workloads of a manifest with the generations that the cluster has of them.
 *
 * @returns Also the names of those that the cluster does not have.
 */
export async function readInventory(
  client: ClusterClient,
  options: { namespace: string; manifest: string } & RequestControl,
): Promise<{ inventory: WorkloadReference[]; missing: string[] }> {
  const { namespace, manifest, ...control } = options;
  const inventory: WorkloadReference[] = [];
  const missing: string[] = [];
  await Promise.all(
    listWorkloads(manifest).map(async ({ apiVersion, kind, name }, index) => {
      const object = await client.get(
        client.objectPath(apiVersion, kind, namespace, name),
        control,
      );
      if (object && !object.metadata.deletionTimestamp) {
        inventory[index] = {
          kind,
          name,
          uid: object.metadata.uid ?? '',
          generation: object.metadata.generation ?? 0,
        };
      } else {
        missing.push(`${kind} ${name}`);
      }
    }),
  );
  return { inventory: inventory.filter(Boolean), missing };
}
