import { ConflictError } from '@backstage/errors';
import { KubernetesApiError } from '../kubernetes/errors';

/**
 * Runs what a caller wants of a cluster.
 *
 * @throws ConflictError with the cluster's words when it refuses; other errors as they are.
 */
export async function withClusterRefusals<T>(
  cluster: string,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof KubernetesApiError) {
      throw new ConflictError(
        `Cluster '${cluster}' refuses ${error.method} ${error.path}: ${error.message}`,
      );
    }
    throw error;
  }
}
